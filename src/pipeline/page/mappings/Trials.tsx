import { type UseQueryResult } from '@tanstack/react-query'
import type { MappingEntry, MappingInput, Preview } from '../../read-api/shapes'
import type { Choice } from '../shared/use-chosen-event'
import { ComparePanel } from './ComparePanel'
import { HistoryPanel } from './HistoryPanel'
import { PreviewPanel } from './PreviewPanel'

export interface TrialsProps {
  saved: MappingEntry
  draft: MappingInput
  hasEdits: boolean
  onRestored: (restored: MappingEntry) => void
  choice: Choice
  onChoose: (choice: Choice) => void
  preview: UseQueryResult<Preview>
  isOutdated: boolean
}

/** Beside the form: what the mapping makes of events, and what it was. The server is asked for all of it, so that it is fetched meanwhile. */
export default function Trials({ saved, draft, hasEdits, onRestored, ...preview }: TrialsProps) {
  return (
    <>
      <PreviewPanel {...preview} />
      <ComparePanel id={saved.id} draft={draft} />
      <HistoryPanel saved={saved} hasEdits={hasEdits} onRestored={onRestored} />
    </>
  )
}
