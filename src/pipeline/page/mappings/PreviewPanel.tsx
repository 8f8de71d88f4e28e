import { Skeleton } from '@mantine/core'
import { type UseQueryResult } from '@tanstack/react-query'
import { Loaded } from '../../../look/components/Loaded'
import { Panel } from '../../../look/components/Panel'
import type { Preview } from '../../read-api/shapes'
import { EventPicker } from '../shared/EventPicker'
import classes from './MappingEditor.module.css'
import { PreviewView } from './PreviewView'
import type { Choice } from '../shared/use-chosen-event'

interface PreviewPanelProps {
  choice: Choice
  onChoose: (choice: Choice) => void
  preview: UseQueryResult<Preview>
  /** Whether it is of the mapping as it stood a moment ago: it then says nothing of what is right. */
  isOutdated: boolean
}

/** What the mapping, as it stands in the form, makes of an event. It follows every change, and sends nothing. */
export function PreviewPanel({ choice, onChoose, preview, isOutdated }: PreviewPanelProps) {
  return (
    <Panel title="Preview" description="Follows your changes. Nothing is sent.">
      <EventPicker label="Try it on" value={choice} onChange={onChoose} />
      <div className={classes.preview} aria-live="polite" data-outdated={isOutdated}>
        <Loaded query={preview} loading={<Skeleton h={320} />}>
          {(shown) => <PreviewView preview={shown} isOutdated={isOutdated} />}
        </Loaded>
      </div>
    </Panel>
  )
}
