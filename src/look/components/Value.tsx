import { SafeLink } from './SafeLink'
import classes from './Facts.module.css'

/** A value of any JSON type as text: an object of plain values as lines, anything deeper as JSON. */
export function Value({ value }: { value: unknown }) {
  if (typeof value === 'string') return <SafeLink href={value} />
  if (typeof value !== 'object' || value === null) return <>{String(value)}</>
  if (isFlat(value)) {
    return Object.entries(value).map(([name, part]) => (
      <span key={name} className={classes.part}>
        <bdi>{name}</bdi> {String(part)}
      </span>
    ))
  }
  return <code className={classes.json}>{JSON.stringify(value, null, 2)}</code>
}

function isFlat(value: object): value is Record<string, unknown> {
  if (Array.isArray(value)) return false
  const parts = Object.values(value)
  return parts.length > 0 && parts.every((part) => typeof part !== 'object')
}
