import { Skeleton } from '@mantine/core'
import { useSearchParams } from 'wouter'
import { Loaded } from '../../../look/components/Loaded'
import { useUser } from '../api'
import { Profile } from './Profile'
import { Timeline } from './Timeline'
import { UserHeader } from './UserHeader'
import classes from './UserPage.module.css'

/** Everything about one person. */
export default function UserPage() {
  const id = useSearchParams()[0].get('id') ?? ''
  const user = useUser(id)
  return (
    <Loaded query={user} title="User" loading={<Skeleton h={480} radius="lg" />}>
      {(person) => (
        <>
          <UserHeader user={person} id={id} />
          <div className={classes.columns}>
            <Profile user={person} />
            <Timeline id={id} />
          </div>
        </>
      )}
    </Loaded>
  )
}
