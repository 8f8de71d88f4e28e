import classes from './PersonAvatar.module.css'

/** A person's initials. A picture would tell whoever serves it that somebody looks, and from where. */
export function PersonAvatar({ name, size = 34 }: { name: string; size?: number }) {
  return (
    <span aria-hidden="true" className={classes.initials} style={{ width: size, fontSize: size * 0.4 }}>
      {initialsOf(name)}
    </span>
  )
}

/** Of letters only, so that an id such as "user-42" or an address gives initials too: of two words, or the first two of one. */
function initialsOf(name: string): string {
  const [first = '', second] = name.replace(/@.*$/, '').match(/[\p{L}\p{N}]+/gu) ?? []
  const [one = '', two = ''] = first
  return (one + (second === undefined ? two : [...second][0])).toUpperCase()
}
