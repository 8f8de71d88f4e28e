import { useDebouncedValue } from '@mantine/hooks'
import { useState, type FormEvent } from 'react'
import { useNavigate } from 'react-router'
import { PageHeader } from '../../../look/components/PageHeader'
import { showNotice } from '../../../look/on-demand/on-demand'
import { useUnsavedGuard } from '../../../look/use-unsaved-guard'
import type { ActionCard, MappingEntry, MappingInput } from '../../read-api/shapes'
import { usePreview, useSaveMapping } from '../api'
import type { Choice } from '../shared/use-chosen-event'
import { FieldsPanel } from '../fields/FieldsPanel'
import { PathsContext } from '../fields/paths'
import { PathsList } from '../fields/PathsList'
import { TriggerPanel } from '../trigger/TriggerPanel'
import { sameJson } from '../json/same-json'
import { ComparePanel } from './ComparePanel'
import classes from './MappingEditor.module.css'
import { HistoryPanel } from './HistoryPanel'
import { inputOf } from './input'
import { MappingBasics } from './MappingBasics'
import { MappingMenu } from './MappingMenu'
import { PreviewPanel } from './PreviewPanel'
import { problemsOf } from './problems'
import { SaveBar } from './SaveBar'
import { usePaths } from './use-paths'
import { useTrialEvent } from './use-trial-event'

interface MappingEditorProps {
  saved: MappingEntry
  action: ActionCard
  /** The event to try it on that the user chose. */
  chosen: Choice | null
  onChoose: (choice: Choice) => void
}

/** A field whose text is no value yet. */
const UNREADABLE = 'input:invalid, textarea:invalid, [data-json][aria-invalid=true]'
const INCOMPLETE = 'Not saved: the field that is marked is not right yet.'

/** A mapping to be changed, with what the change does to an event beside it. Nothing counts until it is saved. */
export function MappingEditor({ saved, action, chosen, onChoose }: MappingEditorProps) {
  const original = inputOf(saved)
  const [draft, setDraft] = useState<MappingInput>(original)
  const [round, setRound] = useState(0)
  const [isIncomplete, setIncomplete] = useState(false)
  const navigate = useNavigate()
  const save = useSaveMapping(saved.id)
  const trial = useTrialEvent(saved, chosen)
  const [settled] = useDebouncedValue(draft, 250)
  const preview = usePreview(trial.event ? { event: trial.event, mapping: settled } : null)
  const paths = usePaths(trial.event)
  const problems = problemsOf(save.error)
  const changed = !sameJson(draft, original)
  useUnsavedGuard(changed)

  const change = (changes: Partial<MappingInput>) => {
    setIncomplete(false)
    setDraft((current) => ({ ...current, ...changes }))
  }
  const discard = () => {
    setDraft(original)
    setIncomplete(false)
    save.reset()
    // Inputs that keep a text of their own begin again.
    setRound(round + 1)
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    // In words of the page, beside the field, instead of the browser's own.
    const wrong = event.currentTarget.querySelector<HTMLElement>(UNREADABLE)
    setIncomplete(wrong !== null)
    if (wrong) return wrong.focus()
    // The editor begins anew with what was saved, and callbacks given to `mutate` would go with the old one.
    void save.mutateAsync(draft).then(
      () => showNotice({ message: `“${draft.name}” is saved.` }),
      () => undefined
    )
  }
  return (
    <PathsContext value={paths}>
      <PathsList />
      <PageHeader title={saved.name} description={`Action ${action.title}`}>
        <MappingMenu mapping={saved} onDeleted={() => void navigate('/mappings')} />
      </PageHeader>
      <form key={round} onSubmit={submit} noValidate>
        <div className={classes.columns}>
          <div className={classes.column}>
            <MappingBasics draft={draft} onChange={change} problem={problems.name} />
            <TriggerPanel
              fql={draft.subscribe}
              onChange={(subscribe) => change({ subscribe })}
              problem={problems.trigger}
            />
            <FieldsPanel
              action={action}
              mapping={draft.mapping}
              onChange={(mapping) => change({ mapping })}
              problem={problems.field}
              payload={preview.data?.payload ?? null}
            />
          </div>
          <div className={classes.column}>
            <PreviewPanel
              choice={trial.choice}
              onChoose={onChoose}
              preview={preview}
              isOutdated={settled !== draft || preview.isPlaceholderData}
            />
            <ComparePanel id={saved.id} draft={draft} />
            <HistoryPanel saved={saved} hasEdits={changed} />
          </div>
        </div>
        <SaveBar
          changed={changed}
          saving={save.isPending}
          error={isIncomplete ? INCOMPLETE : problems.other}
          onDiscard={discard}
        />
      </form>
    </PathsContext>
  )
}
