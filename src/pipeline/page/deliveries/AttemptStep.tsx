import { Timestamp } from '../../../look/components/Timestamp'
import { JsonView } from '../json/JsonView'
import { RequestView } from '../json/RequestView'
import { ResponseView } from '../json/ResponseView'
import type { Delivery } from './DeliveryPanel'
import classes from './DeliveryPanel.module.css'

interface AttemptStepProps {
  number: number
  attempt: Delivery['history'][number]
}

/** One attempt: what was sent and what was answered. */
export function AttemptStep({ number, attempt: { at, milliseconds, events, exchanges, sent } }: AttemptStepProps) {
  const status = exchanges.at(-1)?.response?.status
  const answer = status === undefined ? 'no answer' : `answered ${status}`
  return (
    <li className={classes.step}>
      <div className={classes.head}>
        <strong>
          Attempt {number}: {exchanges.length === 0 ? 'nothing was sent' : answer}
        </strong>
        <span className={classes.muted}>
          {events > 1 && `with ${events - 1} other ${events === 2 ? 'event' : 'events'}, `}
          {milliseconds} ms, <Timestamp precise value={at} />
        </span>
      </div>
      {exchanges.length > 0 && (
        <details className={classes.exchange}>
          <summary>Request and answer</summary>
          {sent && (
            <>
              <h3>This event in the request</h3>
              <JsonView name="This event in the request" value={sent} />
            </>
          )}
          {exchanges.map((exchange, index) => (
            <div key={index}>
              <h3>Request</h3>
              <RequestView request={exchange.request} />
              <h3>Answer</h3>
              <ResponseView exchange={exchange} />
            </div>
          ))}
        </details>
      )}
    </li>
  )
}
