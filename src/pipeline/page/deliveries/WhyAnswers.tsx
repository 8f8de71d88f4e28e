import { Anchor } from '@mantine/core'
import { IconZoomQuestion } from '@tabler/icons-react'
import { Link } from 'react-router'
import { EmptyState } from '../../../look/components/EmptyState'
import { Timestamp } from '../../../look/components/Timestamp'
import type { Why } from '../../read-api/shapes'
import { eventPagePath } from './event-page-path'
import classes from './WhyAnswers.module.css'

interface WhyAnswersProps {
  query: string
  answers: readonly Why[]
}

/** A sentence for each event that fits the search, the newest first. */
export function WhyAnswers({ query, answers }: WhyAnswersProps) {
  if (answers.length === 0) {
    return (
      <EmptyState icon={IconZoomQuestion} title={`The pipeline has never seen “${query}”`}>
        No event has this message ID, user or name. It did not leave its sender, or it went elsewhere: compare the
        sender’s address and write key with those on <Link to="/connect">Connect</Link>.
      </EmptyState>
    )
  }
  return (
    <ul className={classes.answers} aria-label={`Answers for ${query}`} aria-live="polite">
      {answers.map(({ messageId, receivedAt, kind, user, answer }, index) => (
        <li key={messageId ?? `${receivedAt} ${index}`}>
          <p className={classes.answer}>{answer}</p>
          <p className={classes.about}>
            <span>{kind}</span>
            {user !== '' && <span>{user}</span>}
            <Timestamp precise value={receivedAt} />
            {messageId !== null && (
              <Anchor component={Link} to={eventPagePath(messageId)} inherit>
                Its whole path
              </Anchor>
            )}
          </p>
        </li>
      ))}
    </ul>
  )
}
