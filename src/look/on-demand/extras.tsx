import '@mantine/core/styles/ScrollArea.css'
import '@mantine/core/styles/Overlay.css'
import '@mantine/core/styles/ModalBase.css'
import '@mantine/core/styles/Modal.css'
import '@mantine/core/styles/Notification.css'
import '@mantine/notifications/styles.css'

import { modals, ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { useEffect } from 'react'

export { notifications } from '@mantine/notifications'

export type ConfirmModal = Parameters<typeof modals.openConfirmModal>[0]

/** Asks before something is done. Who agrees goes on from where they were, also where that is disabled or gone by what is done. */
export function ask({ onConfirm, ...question }: ConfirmModal) {
  const opener = document.activeElement
  modals.openConfirmModal({
    closeButtonProps: { 'aria-label': 'Close' },
    ...question,
    onConfirm: () => {
      if (opener instanceof HTMLElement) opener.focus()
      onConfirm?.()
    }
  })
}

/** Where dialogs and notices are shown. */
export function Extras({ onReady }: { onReady: () => void }) {
  useEffect(onReady, [onReady])
  return (
    <>
      <ModalsProvider>{null}</ModalsProvider>
      <Notifications position="bottom-right" />
    </>
  )
}
