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
}

/** What the mapping, as it stands in the form, makes of an event. It follows every change, and sends nothing. */
export function PreviewPanel({ choice, onChoose, preview }: PreviewPanelProps) {
  return (
    <Panel title="Preview" description="Follows your changes. Nothing is sent.">
      <EventPicker label="Try it on" value={choice} onChange={onChoose} />
      <div className={classes.preview} aria-live="polite">
        <Loaded query={preview} loading={<Skeleton h={320} />}>
          {(shown) => <PreviewView preview={shown} />}
        </Loaded>
      </div>
    </Panel>
  )
}
