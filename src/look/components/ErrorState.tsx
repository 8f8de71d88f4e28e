import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { ApiError } from '../api/client'
import { EmptyState } from './EmptyState'
import { Message } from './Message'

interface ErrorStateProps {
  error: Error
  onRetry?: () => void
}

/** Says why something could not be fetched and offers to try again. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  return (
    <div role="alert">
      <EmptyState icon={IconAlertTriangle} title={explain(error)}>
        {isAway(error)
          ? 'This goes on by itself once it is back.'
          : error instanceof ApiError && <Message>{error.message}</Message>}
        {onRetry && (
          <div>
            <Button variant="default" size="xs" onClick={onRetry}>
              Try again
            </Button>
          </div>
        )}
      </EmptyState>
    </div>
  )
}

const isAway = (error: Error) => !(error instanceof ApiError) || error.status === 0

function explain(error: Error): string {
  if (isAway(error) || !(error instanceof ApiError)) return 'The server does not answer'
  if (error.status === 404) return 'There is nothing here'
  return error.status < 500 ? 'The server did not accept this' : 'The server is not available at the moment'
}
