import { Link } from 'react-router'
import { PersonAvatar } from '../../../look/components/PersonAvatar'
import type { User } from '../../read-api/shapes'
import { idOf, nameOf } from './person'
import { userPagePath } from './user-page-path'
import classes from './PersonLink.module.css'

/** A person in a list: picture, name, and the email or id that tells namesakes apart. */
export function PersonLink({ user }: { user: User }) {
  const name = nameOf(user)
  const { email } = user.attributes
  const detail = [email, idOf(user)].find((text) => typeof text === 'string' && text !== name)
  return (
    <Link to={userPagePath(idOf(user))} className={classes.person}>
      <PersonAvatar name={name} picture={user.attributes.avatar} />
      <span className={classes.names}>
        <span className={classes.name}>{name}</span>
        {typeof detail === 'string' && <span className={classes.detail}>{detail}</span>}
      </span>
    </Link>
  )
}
