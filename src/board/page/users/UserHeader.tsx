import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconTrash } from '@tabler/icons-react'
import { PersonAvatar } from '../../../look/components/PersonAvatar'
import { Timestamp } from '../../../look/components/Timestamp'
import type { User } from '../../read-api/shapes'
import { useIsOwner } from '../api'
import { DeleteUser } from './DeleteUser'
import { nameOf } from './person'
import { StatusBadge } from './StatusBadge'
import classes from './UserPage.module.css'

interface UserHeaderProps {
  user: User
  /** The id under which the page was opened. */
  id: string
}

export function UserHeader({ user, id }: UserHeaderProps) {
  const [isDeleting, deleting] = useDisclosure()
  const isOwner = useIsOwner()
  const name = nameOf(user)
  return (
    <header className={classes.header}>
      <title>{`${name} · Tractionboard`}</title>
      <PersonAvatar name={name} size={56} />
      <div className={classes.title}>
        <h1 dir="auto" className="chosen">
          {name}
        </h1>
        <p className={classes.summary}>
          <StatusBadge status={user.status} />
          <span>
            First seen <Timestamp value={user.first_seen} />
          </span>
          <span>
            Last seen <Timestamp value={user.last_seen} />
          </span>
        </p>
      </div>
      {isOwner && (
        <Button variant="default" size="xs" leftSection={<IconTrash size={15} stroke={1.6} />} onClick={deleting.open}>
          Delete user
        </Button>
      )}
      <DeleteUser user={user} id={id} opened={isDeleting} onClose={deleting.close} />
    </header>
  )
}
