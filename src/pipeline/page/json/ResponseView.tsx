import type { Exchange } from '../../deliver/exchange'
import { Headers } from './Headers'
import { JsonView } from './JsonView'
import classes from './RequestView.module.css'

/** What came of a request: the answer, or why there is none. */
export function ResponseView({ exchange: { response, error, milliseconds } }: { exchange: Exchange }) {
  const duration = milliseconds === undefined ? null : <span className={classes.muted}>after {milliseconds} ms</span>
  if (!response) {
    return (
      <p className={classes.line}>
        <span className={classes.status} data-ok="false">
          No answer{error ? `: ${error}` : ''}
        </span>
        {duration}
      </p>
    )
  }
  const { status, headers, body } = response
  return (
    <div className={classes.request}>
      <p className={classes.line}>
        <span className={classes.status} data-ok={status >= 200 && status < 300}>
          {status}
        </span>
        {duration}
      </p>
      <Headers headers={headers} />
      {body !== '' && <JsonView name="Answer body" value={body} />}
    </div>
  )
}
