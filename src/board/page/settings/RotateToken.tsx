import { Alert, Button, Group, Text } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../../look/components/Dialog'
import { Message } from '../../../look/components/Message'
import { showNotice } from '../../../look/on-demand/on-demand'
import { useRotateToken } from '../api'

interface RotateTokenProps {
  opened: boolean
  onClose: () => void
}

/** Asks twice, for whatever still sends with the old Token ID is refused from that moment on. */
export function RotateToken({ opened, onClose }: RotateTokenProps) {
  const [isSure, setSure] = useState(false)
  const rotation = useRotateToken()

  const close = () => {
    setSure(false)
    rotation.reset()
    onClose()
  }
  const rotate = () =>
    rotation.mutate(undefined, {
      onSuccess: () => {
        showNotice({ message: 'The board has a new Token ID. Copy it to Segment and to your pipelines now.' })
        close()
      }
    })

  return (
    <Dialog opened={opened} onClose={close} title={isSure ? 'Really rotate it now?' : 'Rotate the Token ID?'}>
      <Text mb="lg">
        {isSure
          ? 'The old Token ID stops working at once and cannot be had back.'
          : 'The board gets a new Token ID. Segment, pipelines and scripts that send with the old one are refused until you give them the new one.'}
      </Text>
      {rotation.error && (
        <Alert color="rust" mb="md" role="alert">
          <Message>{rotation.error.message}</Message>
        </Alert>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={close} data-autofocus>
          Cancel
        </Button>
        {isSure ? (
          <Button key="rotate" color="rust" loading={rotation.isPending} onClick={rotate}>
            Rotate now
          </Button>
        ) : (
          <Button key="continue" onClick={() => setSure(true)}>
            Continue
          </Button>
        )}
      </Group>
    </Dialog>
  )
}
