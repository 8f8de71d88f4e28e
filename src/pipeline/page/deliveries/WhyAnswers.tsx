import { Anchor } from '@mantine/core'
import { IconZoomQuestion } from '@tabler/icons-react'
import { Link } from 'wouter'
import { EmptyState } from '../../../look/components/EmptyState'
import { Timestamp } from '../../../look/components/Timestamp'
import type { State } from '../../outcomes'
import type { Why } from '../../read-api/shapes'
import { leadingState } from '../shared/states'
import { eventPagePath } from './event-page-path'
import classes from './WhyAnswers.module.css'

interface WhyAnswersProps {
  query: string
  answers: readonly Why[]
}

/** How the events that fit the search stand, then a sentence for each: what did not arrive first, each part newest first. */
export function WhyAnswers({ query, answers }: WhyAnswersProps) {
  if (answers.length === 0) {
    return (
      <EmptyState icon={IconZoomQuestion} title={`The pipeline has never seen “${query}”`}>
        No event has this message ID, user or name. It did not leave its sender, or it went elsewhere: compare the
        sender’s address and write key with those on <Link to="/connect">Connect</Link>.
      </EmptyState>
    )
  }
  const failures = answers.filter(({ states }) => FAILED.includes(leadingState(toDeliveries(states))))
  const others = answers.filter((answer) => !failures.includes(answer))
  return (
    <div aria-live="polite">
      <p className={classes.summary}>{summaryOf(answers)}</p>
      <AnswerList name={`What did not arrive of ${query}`} answers={failures} />
      {failures.length === 0 ? (
        <AnswerList name={`Answers for ${query}`} answers={others} />
      ) : (
        others.length > 0 && (
          <details className={classes.others}>
            <summary>{others.length === 1 ? 'The other event' : `The other ${others.length} events`}</summary>
            <AnswerList name={`Answers for ${query}`} answers={others} />
          </details>
        )
      )}
    </div>
  )
}

/** What somebody who misses an event looks for. */
const FAILED: readonly State[] = ['discarded', 'refused', 'conflict', 'retrying', 'waiting']

const toDeliveries = (states: readonly State[]) => states.map((state) => ({ state }))

/** "Of the newest 20 events that fit, 2 were discarded, 17 are on the board, 1 was filtered." */
function summaryOf(answers: readonly Why[]): string {
  const states = answers.map(({ states }) => leadingState(toDeliveries(states)))
  const parts = ORDER.flatMap(([state, one, many]) => {
    const count = states.filter((each) => each === state).length
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]
  })
  const events = answers.length === 1 ? 'the one event that fits' : `the newest ${answers.length} events that fit`
  return `Of ${events}: ${parts.join(', ')}.`
}

const ORDER: readonly [State, string, string][] = [
  ['discarded', 'was discarded', 'were discarded'],
  ['refused', 'was never accepted', 'were never accepted'],
  ['conflict', 'is in conflict with another', 'are in conflict with others'],
  ['retrying', 'is being retried', 'are being retried'],
  ['waiting', 'waits', 'wait'],
  ['delivered', 'is on the board', 'are on the board'],
  ['filtered', 'was filtered', 'were filtered'],
  ['duplicate', 'came again', 'came again']
]

/** Events of which the same is to be said stand together. */
function AnswerList({ name, answers }: { name: string; answers: readonly Why[] }) {
  if (answers.length === 0) return null
  const said = new Map<string, Why[]>()
  for (const each of answers) said.set(each.answer, [...(said.get(each.answer) ?? []), each])
  return (
    <ul className={classes.answers} aria-label={name}>
      {[...said].map(([answer, events]) => (
        <li key={answer}>
          <p className={classes.answer}>
            {events.length > 1 && <strong>{events.length} events: </strong>}
            <bdi>{answer}</bdi>
          </p>
          {events.map(({ messageId, receivedAt, kind, user }, index) => (
            <p key={messageId ?? `${receivedAt} ${index}`} className={classes.about}>
              <bdi>{kind}</bdi>
              {user !== '' && <bdi>{user}</bdi>}
              <Timestamp precise value={receivedAt} />
              {messageId !== null && (
                <Anchor component={Link} to={eventPagePath(messageId)} inherit>
                  Its whole path
                </Anchor>
              )}
            </p>
          ))}
        </li>
      ))}
    </ul>
  )
}
