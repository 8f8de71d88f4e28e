import { ActionIcon } from '@mantine/core'
import { IconLogout } from '@tabler/icons-react'
import { type ReactNode } from 'react'
import { Link } from 'wouter'
import { useSignOut } from '../api/use-sign-out'
import { type Find } from '../palette/entries'
import { PaletteButtons } from '../palette/PaletteButtons'
import { usePlace } from '../Router'
import { ColorSchemeToggle } from './ColorSchemeToggle'
import { ErrorBoundary } from './ErrorBoundary'
import { MaybeOld } from './MaybeOld'
import { Navigation, type Destination } from './Navigation'
import classes from './Shell.module.css'

interface ShellProps {
  /** The wordmark, which leads home. */
  name: string
  /** The views, in their order; the same list is a rail on wide screens and a bar at the bottom of narrow ones. */
  views: readonly Destination[]
  /** Stands below the wordmark: what is special about this session. */
  note?: string
  /** What else the palette finds. */
  find: Find
  children: ReactNode
}

/** The frame of a page: wordmark, views, colour scheme and sign-out around the content. */
export function Shell({ name, views, note, find, children }: ShellProps) {
  const signOut = useSignOut()
  const { pathname } = usePlace()
  return (
    <div className={classes.shell}>
      <a href="#content" className={classes.skip}>
        Skip to content
      </a>
      <nav aria-label="Main" className={classes.rail}>
        <Link to="/" className={classes.wordmark}>
          <svg viewBox="0 0 24 24" aria-hidden="true" className={classes.mark}>
            <path d="M3 20V13h4v7zM10 20V8h4v12zM17 20V3h4v17z" />
          </svg>
          {name}
        </Link>
        {note && <span className={classes.note}>{note}</span>}
        <Navigation views={views} />
        <div className={classes.tools}>
          <PaletteButtons views={views} find={find} />
          <ColorSchemeToggle />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label="Sign out"
            data-tip="Sign out"
            onClick={signOut}
          >
            <IconLogout size={18} stroke={1.6} />
          </ActionIcon>
        </div>
      </nav>
      <main id="content" tabIndex={-1} className={classes.content}>
        <MaybeOld />
        <ErrorBoundary resetKey={pathname}>{children}</ErrorBoundary>
      </main>
    </div>
  )
}
