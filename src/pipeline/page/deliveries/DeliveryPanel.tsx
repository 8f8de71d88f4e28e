import { Panel } from '../../../look/components/Panel'
import { Message } from '../../../look/components/Message'
import { Timestamp } from '../../../look/components/Timestamp'
import type { EventPath } from '../../read-api/shapes'
import { STATE_MEANINGS } from '../shared/states'
import { DeliveryAside } from './DeliveryAside'
import { AttemptStep } from './AttemptStep'
import classes from './DeliveryPanel.module.css'

export type Delivery = EventPath['deliveries'][number]

const TONES: Partial<Record<Delivery['state'], string>> = {
  delivered: 'good',
  discarded: 'bad',
  refused: 'bad',
  conflict: 'bad',
  waiting: 'open',
  retrying: 'open'
}

/** What happened to an event at one mapping, step by step. */
export function DeliveryPanel({ delivery }: { delivery: Delivery }) {
  const { mapping, state, code, reason, history, nextAttemptAt, finishedAt } = delivery
  return (
    <Panel
      title={mapping ?? (state === 'refused' ? 'Refused on arrival' : 'No mapping')}
      aside={<DeliveryAside delivery={delivery} />}
    >
      <ol className={classes.steps}>
        {history.map((attempt, index) => (
          <AttemptStep key={attempt.at} number={index + 1} attempt={attempt} />
        ))}
        <li className={classes.step} data-tone={TONES[state]}>
          <div className={classes.head}>
            <strong>{state === 'retrying' ? 'Next attempt' : STATE_MEANINGS[state]}</strong>
            <span className={classes.muted}>
              {nextAttemptAt !== null ? (
                <Timestamp precise value={nextAttemptAt} />
              ) : (
                finishedAt !== null && <Timestamp precise value={finishedAt} />
              )}
            </span>
          </div>
          {reason && (
            <p dir="auto" className={classes.reason}>
              <Message>{reason}</Message>
            </p>
          )}
          {code && <code className={classes.muted}>{code}</code>}
        </li>
      </ol>
    </Panel>
  )
}
