import '@mantine/core/styles/Avatar.css'

import { Avatar } from '@mantine/core'
import classes from './PersonAvatar.module.css'

/** A person's initials. A picture would tell whoever serves it that somebody looks, and from where. */
export function PersonAvatar({ name, size = 34 }: { name: string; size?: number }) {
  return (
    <Avatar
      size={size}
      name={initialsOf(name)}
      classNames={{ placeholder: classes.initials }}
      alt=""
      aria-hidden="true"
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
