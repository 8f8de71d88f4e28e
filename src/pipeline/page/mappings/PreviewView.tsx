import type { Preview } from '../../read-api/shapes'
import { JsonView } from '../json/JsonView'
import { RequestView } from '../json/RequestView'
import classes from './PreviewView.module.css'
import { Verdict } from './Verdict'

interface PreviewViewProps {
  preview: Preview
  /** Whether to show the requests that would be sent. Default: yes. */
  requests?: boolean
  /** Whether something has changed since: then nothing is said to be right. */
  isOutdated?: boolean
}

/** What a mapping would make of an event: does it match, is it valid, the payload, the requests. */
export function PreviewView({
  preview: { trigger, payload, problems, requests },
  requests: shown = true,
  isOutdated = false
}: PreviewViewProps) {
  return (
    <div className={classes.part}>
      <Verdict ok={trigger.matches}>
        {trigger.matches ? (
          'The trigger matches.'
        ) : (
          <>
            The trigger does not match
            {trigger.failed !== null && (
              <>
                : <code>{trigger.failed}</code>
              </>
            )}
            .
          </>
        )}
      </Verdict>
      {problems.map((problem) => (
        <Verdict key={problem} ok={false}>
          {problem}
        </Verdict>
      ))}
      {problems.length === 0 && !isOutdated && <Verdict ok>The payload is valid.</Verdict>}
      {payload && (
        <>
          <h3>Mapped payload</h3>
          <JsonView name="Mapped payload" value={payload} />
        </>
      )}
      {shown && requests.length === 0 && <p className={classes.none}>No request would be sent.</p>}
      {shown && requests.length > 0 && (
        <>
          <h3>
            {requests.length === 1 ? 'Request that would be sent' : 'Requests that would be sent'}
            {!trigger.matches && ', if the trigger matched'}
          </h3>
          {requests.map((request, index) => (
            <RequestView key={index} request={request} />
          ))}
        </>
      )}
    </div>
  )
}
