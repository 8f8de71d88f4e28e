import './mantine.css'
import './look.css'

import { MantineProvider } from '@mantine/core'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { Session } from './api/Session'
import { takeSessionToken } from './api/session-token'
import { shareStyleNonce, styleNonce } from './nonce'
import { OnDemand } from './on-demand/OnDemand'
import { Router } from './Router'
import { ErrorBoundary } from './shell/ErrorBoundary'
import { cssVariables, theme } from './theme'

/** Everything that a page of ours stands on: theme, session, dialogs and notices. */
function Look({ children }: { children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      // All of them are made here, so that no sheet has to bring them.
      deduplicateCssVariables={false}
      getStyleNonce={styleNonce}
    >
      <Session>
        <Router>
          <ErrorBoundary resetKey="">{children}</ErrorBoundary>
          <OnDemand />
        </Router>
      </Session>
    </MantineProvider>
  )
}

/** Renders a page into the element `#root`. */
export function render(page: ReactNode): void {
  takeSessionToken()
  shareStyleNonce()
  printInLight()
  createRoot(document.getElementById('root') as HTMLElement).render(
    <StrictMode>
      <Look>{page}</Look>
    </StrictMode>
  )
}

/** Paper is light: browsers leave the dark background out, on which alone a light text can be read. */
function printInLight(): void {
  const { dataset } = document.documentElement
  let chosen: string | undefined
  window.addEventListener('beforeprint', () => {
    chosen = dataset.mantineColorScheme
    dataset.mantineColorScheme = 'light'
  })
  window.addEventListener('afterprint', () => (dataset.mantineColorScheme = chosen))
}
