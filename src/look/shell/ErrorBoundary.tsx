import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Component, useContext, useEffect, type ReactNode } from 'react'
import { ApiError } from '../api/client'
import { checkServer, LOOK_AGAIN_MS } from '../api/modules'
import { SignOutContext } from '../api/use-sign-out'
import { EmptyState } from '../components/EmptyState'
import { ErrorState } from '../components/ErrorState'
import { forgetFailures } from '../lazy-view'

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
    return error ? <Broken error={error} onBack={this.showAgain} /> : this.props.children
  }

  private showAgain = () => {
    forgetFailures()
    this.setState({ error: null })
  }
}

/** A view that cannot be fetched comes by itself once the server is back; one that broke may be whole after a reload. */
function Broken({ error, onBack }: { error: Error; onBack: () => void }) {
  const { status, code } = error instanceof ApiError ? error : {}
  const onSignedOut = useContext(SignOutContext)
  const client = useQueryClient()
  const goOn = code === 'unreachable' ? onBack : reload
  useEffect(() => {
    // What else is shown is asked for once more: the answer may say why the session is over.
    if (status === 401) void client.refetchQueries({ type: 'active' }).then(onSignedOut)
    if (status !== 0) return
    const timer = window.setInterval(() => whenBack(goOn), LOOK_AGAIN_MS)
    return () => window.clearInterval(timer)
  }, [status, goOn, client, onSignedOut])
  if (error instanceof ApiError) return <ErrorState error={error} onRetry={() => whenBack(goOn)} />
  return (
    <EmptyState icon={IconAlertTriangle} title="This view broke">
      That is a fault of the page. The other views still work.
      <div>
        <Button variant="default" size="xs" onClick={() => whenBack(reload)}>
          Load it again
        </Button>
      </div>
    </EmptyState>
  )
}

const reload = () => window.location.reload()

/** Not while the server is away: in place of the page there would be a message of the browser. */
function whenBack(goOn: () => void): void {
  checkServer().then(goOn, ({ status }: ApiError) => status === 401 && goOn())
}
