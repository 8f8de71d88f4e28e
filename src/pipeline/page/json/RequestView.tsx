import type { Exchange } from '../../deliver/exchange'
import { Headers } from './Headers'
import { JsonView } from './JsonView'
import classes from './RequestView.module.css'

/** An HTTP request of the destination, exactly as it goes out, without secrets. */
export function RequestView({ request: { method, url, headers, body } }: { request: Exchange['request'] }) {
  return (
    <div className={classes.request}>
      <p className={classes.line}>
        <span className={classes.method}>{method}</span>
        <span>{url}</span>
      </p>
      <Headers headers={headers} />
      {body !== null && <JsonView name="Request body" value={body} />}
    </div>
  )
}
