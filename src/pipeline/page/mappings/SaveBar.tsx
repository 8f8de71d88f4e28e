import { Button } from '@mantine/core'
import { useEffect, useLayoutEffect, useRef } from 'react'
import classes from './MappingEditor.module.css'

/** Pixels between what is being edited and the bar. */
const ROOM = 12

interface SaveBarProps {
  changed: boolean
  saving: boolean
  error?: string
  /** What happened to it elsewhere since the edits began. */
  elsewhere?: keyof typeof ELSEWHERE
  onDiscard: () => void
}

const ELSEWHERE = {
  saved: {
    text: 'This mapping was saved elsewhere meanwhile. Your edits are still here, not saved.',
    discard: 'Load what was saved',
    save: 'Save over it'
  },
  deleted: {
    text: 'This mapping was deleted elsewhere meanwhile. Your edits are still here, not saved.',
    discard: 'Discard changes',
    save: 'Save as a new mapping'
  }
}
const HERE = { text: undefined, discard: 'Discard changes', save: 'Save' }

/**
 * Shows as soon as there is something to save, over the end of the window. What is being edited is moved from under it: a
 * browser does so for the field that the keyboard comes to, not for one that is clicked, or that the bar comes to.
 */
export function SaveBar({ changed, saving, error, elsewhere, onDiscard }: SaveBarProps) {
  const bar = useRef<HTMLDivElement>(null)
  /** Whether the focus was last seen in the bar. */
  const isFocused = useRef(false)
  const last = useRef<HTMLElement>(null)
  const { text, discard, save } = elsewhere ? ELSEWHERE[elsewhere] : HERE
  // The focus goes back to what was edited when the bar goes with the button that was pressed.
  useLayoutEffect(() => {
    if (changed || !isFocused.current) return
    isFocused.current = false
    const next = last.current?.isConnected ? last.current : document.querySelector<HTMLElement>('form input')
    if (document.activeElement === document.body) next?.focus({ preventScroll: true })
  }, [changed])
  useEffect(() => {
    if (!changed) return
    const uncover = () => {
      const edited = document.activeElement
      isFocused.current = bar.current?.contains(edited) === true
      if (!isFocused.current && edited instanceof HTMLElement) last.current = edited
      if (!bar.current || !edited || bar.current.contains(edited) || !bar.current.closest('form')?.contains(edited))
        return
      const [field, over] = [edited.getBoundingClientRect(), bar.current.getBoundingClientRect()]
      const isBeside = field.left >= over.right
      const covered = field.bottom + ROOM - over.top
      if (!isBeside && covered > 0) window.scrollBy({ top: covered, behavior: 'instant' })
    }
    uncover()
    document.addEventListener('focusin', uncover)
    return () => document.removeEventListener('focusin', uncover)
  }, [changed])

  if (!changed) return null
  return (
    <div ref={bar} className={classes.bar} role="region" aria-label="Unsaved changes">
      {(text ?? error) && (
        <div className={classes.error} role="alert">
          {text && <p>{text}</p>}
          {error && <p>{error}</p>}
        </div>
      )}
      <Button variant="default" onClick={onDiscard}>
        {discard}
      </Button>
      <Button type="submit" loading={saving}>
        {save}
      </Button>
    </div>
  )
}
