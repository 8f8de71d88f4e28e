import { Panel } from '../../../look/components/Panel'
import type { JsonObject } from '../json/json-object'
import { JsonView } from '../json/JsonView'
import classes from './EventPage.module.css'
import { whatChanged } from './what-changed'

interface SentPanelProps {
  mapping: string
  event: JsonObject
  payload: JsonObject
}

/** The event as it came beside what a mapping sent of it, and what has changed between the two. */
export function SentPanel({ mapping, event, payload }: SentPanelProps) {
  const { sent, leftOut } = whatChanged(event, payload)
  return (
    <div className={classes.sent}>
      <Panel title={`From the event to what “${mapping}” sent`}>
        <div className={classes.sides}>
          <div>
            <h3>Event as received</h3>
            <JsonView name="Event as received" value={event} />
          </div>
          <div>
            <h3>This event in the request</h3>
            <JsonView name={`What ${mapping} sent`} value={payload} />
          </div>
        </div>
        <table className={classes.changes}>
          <caption hidden>What changed</caption>
          <thead>
            <tr>
              <th scope="col">Sent</th>
              <th scope="col">Value</th>
              <th scope="col">In the event</th>
            </tr>
          </thead>
          <tbody>
            {sent.map(({ field, value, from, before }) => (
              <tr key={field} data-changed={from === null || before !== undefined}>
                <th scope="row">
                  <code>{field}</code>
                </th>
                <td>{JSON.stringify(value)}</td>
                <td>
                  {from === null ? 'not there: the mapping made it' : <code>{from}</code>}
                  {before !== undefined && <>, there {JSON.stringify(before)}</>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {leftOut.length > 0 && <p className={classes.muted}>Not sent: {leftOut.join(', ')}</p>}
      </Panel>
    </div>
  )
}
