import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './look.css'

import { MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { BrowserRouter } from 'react-router'
import { Session } from './api/Session'
import { takeSessionToken } from './api/session-token'
import { shareStyleNonce, styleNonce } from './nonce'
import { cssVariables, theme } from './theme'

/** Everything that a page of ours stands on: theme, address, session, dialogs and notices. */
function Look({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <BrowserRouter>
        <Session>
          <ModalsProvider>
            <Notifications position="bottom-right" />
            {children}
          </ModalsProvider>
        </Session>
      </BrowserRouter>
    </MantineProvider>
  )
}

/** Renders a page into the element `#root`. */
export function render(page: ReactNode): void {
  takeSessionToken()
  shareStyleNonce()
  createRoot(document.getElementById('root') as HTMLElement).render(
    <StrictMode>
      <Look>{page}</Look>
    </StrictMode>
  )
}
