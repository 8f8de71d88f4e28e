import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import classes from './MappingEditor.module.css'

/** Pixels between what is being edited and the bar. */
const ROOM = 12

interface SaveBarProps {
  changed: boolean
  saving: boolean
  error?: string
  onDiscard: () => void
}

/**
 * Shows as soon as there is something to save, over the end of the window. What is being edited is moved from under it: a
 * browser does so for the field that the keyboard comes to, not for one that is clicked, or that the bar comes to.
 */
export function SaveBar({ changed, saving, error, onDiscard }: SaveBarProps) {
  const bar = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!changed) return
    const uncover = () => {
      const edited = document.activeElement
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
      {error && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
      <Button variant="default" onClick={onDiscard}>
        Discard changes
      </Button>
      <Button type="submit" loading={saving}>
        Save
      </Button>
    </div>
  )
}
