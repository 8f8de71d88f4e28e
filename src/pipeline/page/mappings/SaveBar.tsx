import { Button } from '@mantine/core'
import classes from './MappingEditor.module.css'

interface SaveBarProps {
  changed: boolean
  saving: boolean
  error?: string
  onDiscard: () => void
}

/** Shows as soon as there is something to save. */
export function SaveBar({ changed, saving, error, onDiscard }: SaveBarProps) {
  if (!changed) return null
  return (
    <div className={classes.bar} role="region" aria-label="Unsaved changes">
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
