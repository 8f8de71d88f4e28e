import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Component, useContext, useEffect, useEffectEvent, type ReactNode } from 'react'
import { ApiError } from '../api/client'
import { SignOutContext } from '../api/use-sign-out'
import { EmptyState } from '../components/EmptyState'
import { ErrorState } from '../components/ErrorState'

interface ErrorBoundaryProps {
  /** Another key shows the children again: the address, so that a broken view does not take the others with it. */
  resetKey: string
  children: ReactNode
}

interface State {
  error: Error | null
  resetKey: string
}

/** Keeps navigation usable when a view breaks, or cannot be loaded because the server was upgraded meanwhile. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, State> {
  override state: State = { error: null, resetKey: this.props.resetKey }

  static getDerivedStateFromError(error: Error): Partial<State> {
    return { error }
  }

  static getDerivedStateFromProps({ resetKey }: ErrorBoundaryProps, state: State): Partial<State> | null {
    return resetKey === state.resetKey ? null : { error: null, resetKey }
  }

  override render(): ReactNode {
    const { error } = this.state
    return error ? <Broken error={error} /> : this.props.children
  }
}

const LOOK_MS = 4_000

/** A view that cannot be fetched comes by itself once the server is back; one that broke may be whole after a reload. */
function Broken({ error }: { error: Error }) {
  const status = error instanceof ApiError ? error.status : undefined
  const onSignedOut = useEffectEvent(useContext(SignOutContext))
  useEffect(() => {
    if (status === 401) onSignedOut()
    if (status !== 0) return
    const timer = window.setInterval(reload, LOOK_MS)
    return () => window.clearInterval(timer)
  }, [status])
  if (error instanceof ApiError) return <ErrorState error={error} onRetry={reload} />
  return (
    <EmptyState icon={IconAlertTriangle} title="This view broke">
      That is a fault of the page. The other views still work.
      <div>
        <Button variant="default" size="xs" onClick={reload}>
          Load it again
        </Button>
      </div>
    </EmptyState>
  )
}

/** Not while the server is away: in place of the page there would be a message of the browser. */
function reload(): void {
  fetch(window.location.href, { method: 'HEAD' }).then(
    () => window.location.reload(),
    () => undefined
  )
}
