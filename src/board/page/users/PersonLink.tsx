import { Link } from 'wouter'
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
      <PersonAvatar name={name} />
      <span className={classes.names}>
        <bdi className={`chosen ${classes.name}`}>{name}</bdi>
        {typeof detail === 'string' && <bdi className={`chosen ${classes.detail}`}>{detail}</bdi>}
      </span>
    </Link>
  )
}
