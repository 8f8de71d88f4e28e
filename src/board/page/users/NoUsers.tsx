import { Button } from '@mantine/core'
import { IconUsers, IconUserSearch } from '@tabler/icons-react'
import { EmptyState } from '../../../look/components/EmptyState'
import { ConnectLink } from '../settings/ConnectLink'

interface NoUsersProps {
  isFiltered: boolean
  onClear: () => void
}

export function NoUsers({ isFiltered, onClear }: NoUsersProps) {
  if (isFiltered) {
    return (
      <EmptyState icon={IconUserSearch} title="Nobody fits">
        Try part of an id, an email or a name, or another status.
        <div>
          <Button variant="default" size="xs" onClick={onClear}>
            Clear search and filters
          </Button>
        </div>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={IconUsers} title="No users yet">
      They appear with the first event that reaches this board.
      <ConnectLink />
    </EmptyState>
  )
}
