import { Button } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { askFirst, showNotice } from '../../../look/on-demand/on-demand'
import { useResend } from '../api'
import { resentMessage } from './resent-message'

/** Sends every discarded event again, of one mapping where one is given. */
export function ResendAll({ mapping }: { mapping: string }) {
  const resend = useResend()
  const confirm = () =>
    askFirst({
      title: 'Send all discarded events again?',
      children: 'They keep their message IDs: what the board has already is not counted twice.',
      labels: { confirm: 'Send again', cancel: 'Cancel' },
      onConfirm: () =>
        resend.mutate(mapping === '' ? {} : { mapping }, {
          onSuccess: ({ resent }) => showNotice({ message: resentMessage(resent) }),
          onError: ({ message }) => showNotice({ color: 'rust', message })
        })
    })
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconSend size={14} stroke={1.6} />}
      loading={resend.isPending}
      onClick={confirm}
    >
      Send all again
    </Button>
  )
}
