import { PageHeader } from '../../../look/components/PageHeader'
import { useUrlState } from '../../../look/use-url-state'
import { choiceOfEvent } from '../shared/use-chosen-event'
import { Tester } from './Tester'

const DEFAULTS = { sample: '', event: '' }

/** Tries an event on all mappings, without sending it or for real. The address says which sample or event. */
export default function TesterPage() {
  const [{ sample, event: messageId }, change] = useUrlState(DEFAULTS)
  const choice = messageId !== '' ? choiceOfEvent(messageId) : `sample:${sample || 'Track: Payment Made'}`

  const choose = (next: string) => {
    const [, kind, name] = /^(sample|event):(.*)$/s.exec(next) ?? []
    change({ sample: kind === 'sample' ? name : '', event: kind === 'event' ? name : '' })
  }
  return (
    <>
      <PageHeader
        title="Event tester"
        description="What every mapping makes of an event. A dry run sends nothing; sending takes the way of any other event, under a new message ID."
      />
      <Tester choice={choice} onChoose={choose} />
    </>
  )
}
