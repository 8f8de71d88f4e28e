import '@fontsource-variable/inter'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './look.css'

import { MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { createBrowserRouter, RouterProvider } from 'react-router'
import { Session } from './api/Session'
import { takeSessionToken } from './api/session-token'
import { shareStyleNonce, styleNonce } from './nonce'
import { cssVariables, theme } from './theme'

/** Everything that a page of ours stands on: theme, session, dialogs and notices. */
function Look({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={styleNonce}
    >
      <Session>
        <ModalsProvider>
          <Notifications position="bottom-right" />
          {children}
        </ModalsProvider>
      </Session>
    </MantineProvider>
  )
}

/** Renders a page into the element `#root`. */
export function render(page: ReactNode): void {
  takeSessionToken()
  shareStyleNonce()
  // One route, for the page has its own below it: a router of this kind can hold somebody back who is about to leave.
  const router = createBrowserRouter([{ path: '*', element: <Look>{page}</Look> }])
  createRoot(document.getElementById('root') as HTMLElement).render(
    <StrictMode>
      {/* What is shown is always what the address says: a view that is still being loaded is shown as such, not the one before it. */}
      <RouterProvider router={router} useTransitions={false} />
    </StrictMode>
  )
}
