import '@mantine/core/styles/List.css'

import { Alert, Button, Group, List, Text } from '@mantine/core'
import { useLocation } from 'wouter'
import { Dialog } from '../../../look/components/Dialog'
import { Message } from '../../../look/components/Message'
import { formatCount } from '../../../look/format'
import { inSentence } from '../../../look/in-sentence'
import { showNotice } from '../../../look/on-demand/on-demand'
import type { User } from '../../read-api/shapes'
import { useDeleteUser } from '../api'
import { nameOf } from './person'

interface DeleteUserProps {
  user: User
  id: string
  opened: boolean
  onClose: () => void
}

/** Asks before a person is deleted, and says what will go. */
export function DeleteUser({ user, id, opened, onClose }: DeleteUserProps) {
  const [, navigate] = useLocation()
  const deletion = useDeleteUser(id)
  const name = inSentence(nameOf(user))
  const ids = [user.user_id, ...user.previous_ids, ...user.anonymous_ids].filter((one) => one !== null).map(inSentence)

  const confirm = () =>
    deletion.mutate(undefined, {
      onSuccess: ({ deleted_events }) => {
        showNotice({ message: `${name} and ${formatCount(deleted_events)} events were deleted.` })
        navigate('/users')
      }
    })

  return (
    <Dialog opened={opened} onClose={onClose} title={`Delete ${name}?`}>
      <Text mb="sm">This cannot be undone. What will go:</Text>
      <List spacing={6} mb="lg" size="sm">
        <List.Item>the person with all attributes, groups and earnings</List.Item>
        <List.Item>
          every event of theirs, under {ids.length === 1 ? 'the id' : `all ${ids.length} ids:`}{' '}
          {ids.slice(0, 5).join(', ')}
          {ids.length > 5 && ' …'}
        </List.Item>
        <List.Item>
          what they add to visits, signups, revenue, churn rate and every other figure, past ones included
        </List.Item>
      </List>
      <Text size="sm" c="dimmed" mb="lg">
        Sending the same events again brings nothing back. A new event of theirs starts a new person.
      </Text>
      {deletion.error && (
        <Alert color="rust" mb="md" role="alert">
          <Message>{deletion.error.message}</Message>
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep
        </Button>
        <Button color="rust" loading={deletion.isPending} onClick={confirm}>
          Delete user
        </Button>
      </Group>
    </Dialog>
  )
}
