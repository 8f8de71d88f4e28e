import { Suspense, useLayoutEffect, useRef, useState } from 'react'
import { lazyPart } from '../lazy-view'
import { type Destination } from '../shell/Navigation'
import { type Find } from './entries'
import classes from './Palette.module.css'

/** What the palette shows: everything, or the time zones alone. */
export type PalettePage = 'all' | 'zones'

interface PaletteDialogProps {
  views: readonly Destination[]
  find: Find
  begin: PalettePage
  onClose: () => void
}

export const PALETTE_TEXTS: Record<PalettePage, { name: string; placeholder: string }> = {
  all: { name: 'Search', placeholder: 'Views, people, events, actions …' },
  zones: { name: 'Time zone', placeholder: 'Europe, Tokyo, UTC …' }
}
export const LONGEST_SEARCH = 256

/** Apart, for most visits open it never. */
const Palette = lazyPart(() => import('./Palette'))

/** The palette's frame. It takes what is typed from the first letter on, while what finds something is on its way. */
export function PaletteDialog({ begin, onClose, ...lists }: PaletteDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [page, setPage] = useState(begin)
  const [text, setText] = useState('')
  const { name, placeholder } = PALETTE_TEXTS[page]

  useLayoutEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal()
    // The browser would choose the frame of the list, which can have the focus, too.
    dialog.current?.querySelector('input')?.focus()
  }, [])
  const close = () => dialog.current?.close()
  return (
    <dialog
      ref={dialog}
      className={classes.palette}
      aria-label={name}
      onClose={onClose}
      onClick={({ target }) => target === dialog.current && close()}
    >
      <Suspense
        fallback={
          <input
            className={classes.input}
            aria-label={name}
            placeholder={placeholder}
            maxLength={LONGEST_SEARCH}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
          />
        }
      >
        <Palette {...lists} page={page} onPage={setPage} text={text} onText={setText} onDone={close} />
      </Suspense>
    </dialog>
  )
}
