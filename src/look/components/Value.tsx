import { SafeLink } from './SafeLink'
import classes from './Facts.module.css'

/** A value of any JSON type as text. */
export function Value({ value }: { value: unknown }) {
  if (typeof value === 'string') return <SafeLink href={value} />
  if (typeof value === 'object' && value !== null) {
    return <code className={classes.json}>{JSON.stringify(value, null, 2)}</code>
  }
  return <>{String(value)}</>
}
