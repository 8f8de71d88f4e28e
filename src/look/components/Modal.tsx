import '@mantine/core/styles/ScrollArea.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'

import { Modal as MantineModal, type ModalProps } from '@mantine/core'
import { useMounted } from '@mantine/hooks'

/** Opened a moment after it is there: only then does it remember what had the focus, and give it back. */
export default function Modal({ opened, ...props }: ModalProps) {
  const isMounted = useMounted()
  return <MantineModal {...props} opened={opened && isMounted} />
}
