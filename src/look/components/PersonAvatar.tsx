import { Avatar } from '@mantine/core'
import { webAddress } from '../web-address'
import classes from './PersonAvatar.module.css'

interface PersonAvatarProps {
  name: string
  /** Whatever an event gave as the picture's address. */
  picture?: unknown
  size?: number
}

/** A person's picture or, where there is none to trust or load, their initials. */
export function PersonAvatar({ name, picture, size = 34 }: PersonAvatarProps) {
  return (
    <Avatar
      src={webAddress(picture)}
      size={size}
      name={initialsOf(name)}
      classNames={{ placeholder: classes.initials }}
      alt=""
      aria-hidden="true"
      imageProps={{ referrerPolicy: 'no-referrer', loading: 'lazy' }}
    />
  )
}

/** Letters only, so that an id such as "user-42" or an address gives initials too. */
function initialsOf(name: string): string {
  return name
    .replace(/@.*$/, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
