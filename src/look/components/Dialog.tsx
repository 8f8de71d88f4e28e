import { type ModalProps } from '@mantine/core'
import { Suspense, useState } from 'react'
import { lazyPart } from '../lazy-view'

const Modal = lazyPart(() => import('./Modal'))

/** A dialog, fetched when it is first opened. */
export function Dialog(props: ModalProps) {
  const [isWanted, setWanted] = useState(props.opened)
  if (props.opened && !isWanted) setWanted(true)
  return (
    isWanted && (
      <Suspense>
        <Modal closeButtonProps={{ 'aria-label': 'Close' }} {...props} />
      </Suspense>
    )
  )
}
