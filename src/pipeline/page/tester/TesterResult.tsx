import { Alert } from '@mantine/core'
import { Link } from 'wouter'
import { Panel } from '../../../look/components/Panel'
import { Message } from '../../../look/components/Message'
import type { TesterAnswer } from '../../read-api/shapes'
import { eventPagePath } from '../deliveries/event-page-path'
import classes from './Tester.module.css'
import { OtherMappings } from './OtherMappings'
import { VerdictPanel } from './VerdictPanel'

interface TesterResultProps {
  answer: TesterAnswer
  sent: boolean
}

/** What became of the event: refused, filtered, or a verdict for each mapping, those that take it first. */
export default function TesterResult({ answer: { refused, filtered, verdicts, messageId }, sent }: TesterResultProps) {
  if (refused) {
    return (
      <Alert color="rust" title="The pipeline refuses this event" role="alert">
        <Message>{refused.message}</Message>
      </Alert>
    )
  }
  const taking = verdicts.filter(({ preview, mapping }) => preview.trigger.matches && mapping.enabled)
  const others = verdicts.filter((verdict) => !taking.includes(verdict))
  return (
    <>
      {filtered && (
        <Alert color="gray" title={sent ? 'The event was filtered' : 'The event would be filtered'}>
          {filtered.reason}.
        </Alert>
      )}
      {sent && (
        <p className={classes.summary} role="status">
          Sent. <Link to={eventPagePath(messageId)}>See its whole path</Link>.
        </p>
      )}
      {taking.map((verdict) => (
        <VerdictPanel key={verdict.mapping.id} verdict={verdict} />
      ))}
      {others.length > 0 && (
        <Panel title={taking.length === 0 ? 'No mapping takes it' : 'Mappings that do not take it'}>
          <OtherMappings verdicts={others} />
        </Panel>
      )}
    </>
  )
}
