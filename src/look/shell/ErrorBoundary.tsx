import { Component, type ReactNode } from 'react'
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
    return error ? <ErrorState error={error} onRetry={() => window.location.reload()} /> : this.props.children
  }
}
