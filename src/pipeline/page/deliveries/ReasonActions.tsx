import { Button, Group } from '@mantine/core'
import { formatCount } from '../../../look/format'
import { askFirst, showNotice } from '../../../look/on-demand/on-demand'
import type { Reason } from '../../read-api/shapes'
import { useDiscard, useResend } from '../api'
import { discardedMessage, resentMessage } from './resent-message'

const RESEND: Partial<Record<Reason['state'], string>> = {
  discarded: 'Send again',
  retrying: 'Try now',
  filtered: 'Send through today’s mappings'
}

/**
 * What can be done with all events of a reason at once. Of a call that was never accepted there is nothing to send. The promises
 * are waited for, not the callbacks of `mutate`: those are not called once the change has taken the reason off the page.
 */
export function ReasonActions({ reason: group }: { reason: Reason }) {
  const { state, mappingId, code, reason, count, first } = group
  const resend = useResend()
  const discard = useDiscard()
  const label = RESEND[state]
  if (label === undefined || (state !== 'discarded' && state !== 'retrying' && state !== 'filtered')) return null

  const meant = { mapping: mappingId ?? undefined, code, reason, from: first }
  const onError = ({ message }: Error) => showNotice({ color: 'rust', message })
  const send = () =>
    void resend
      .mutateAsync({ ...meant, state })
      .then(({ resent }) => showNotice({ message: resentMessage(resent) }), onError)
  const confirmDiscard = () =>
    askFirst({
      title: count === 1 ? 'Give this event up?' : `Give these ${formatCount(count)} events up?`,
      children: `They are not delivered, and are forgotten like what was: “${reason}”`,
      labels: { confirm: 'Discard', cancel: 'Cancel' },
      confirmProps: { color: 'rust' },
      onConfirm: () =>
        state !== 'filtered' &&
        void discard
          .mutateAsync({ ...meant, state })
          .then(({ discarded }) => showNotice({ message: discardedMessage(discarded) }), onError)
    })
  const isGivenUp = state === 'filtered' || code === 'DISCARDED_BY_HAND'
  return (
    <Group gap="xs" wrap="nowrap">
      <Button size="compact-sm" variant="default" loading={resend.isPending} onClick={send}>
        {label}
      </Button>
      {!isGivenUp && (
        <Button size="compact-sm" variant="subtle" color="gray" loading={discard.isPending} onClick={confirmDiscard}>
          Discard
        </Button>
      )}
    </Group>
  )
}
