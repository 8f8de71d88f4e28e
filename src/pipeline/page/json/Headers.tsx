import { Facts } from '../../../look/components/Facts'
import classes from './RequestView.module.css'

/** The headers of a request or an answer, which few want to see. */
export function Headers({ headers }: { headers: Record<string, string> }) {
  const facts = Object.entries(headers)
  if (facts.length === 0) return null
  return (
    <details className={classes.headers}>
      <summary>{facts.length === 1 ? '1 header' : `${facts.length} headers`}</summary>
      <Facts facts={facts} render={(value) => <code>{String(value)}</code>} />
    </details>
  )
}
