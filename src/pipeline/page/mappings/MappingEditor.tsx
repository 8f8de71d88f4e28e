import { Skeleton } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Suspense, useEffect, useState, type FormEvent } from 'react'
import { flushSync } from 'react-dom'
import { useLocation } from 'wouter'
import { PageHeader } from '../../../look/components/PageHeader'
import { lazyPart } from '../../../look/lazy-view'
import { showNotice } from '../../../look/on-demand/on-demand'
import { useUnsavedGuard } from '../../../look/use-unsaved-guard'
import type { ActionCard, MappingEntry, MappingInput } from '../../read-api/shapes'
import { isOutrun, useCreateMapping, usePreview, useSaveMapping } from '../api'
import type { Choice } from '../shared/use-chosen-event'
import { FieldsPanel } from '../fields/FieldsPanel'
import { PathsContext } from '../fields/paths'
import { PathsList } from '../fields/PathsList'
import { TriggerPanel } from '../trigger/TriggerPanel'
import { sameJson } from '../json/same-json'
import classes from './MappingEditor.module.css'
import { inputOf } from './input'
import { MappingBasics } from './MappingBasics'
import { MappingMenu } from './MappingMenu'
import { problemsOf } from './problems'
import { SaveBar } from './SaveBar'
import { usePaths } from './use-paths'
import { useTrialEvent } from './use-trial-event'

const Trials = lazyPart(() => import('./Trials'))

interface MappingEditorProps {
  /** As it is now; it may be saved anew, or deleted, elsewhere. */
  saved: MappingEntry
  isDeleted: boolean
  action: ActionCard
  /** The event to try it on that the user chose. */
  chosen: Choice | null
  onChoose: (choice: Choice) => void
  onEdits: (hasEdits: boolean) => void
}

/** A field whose text is no value yet. */
const UNREADABLE = 'input:invalid, textarea:invalid, [data-json][aria-invalid=true]'
const INCOMPLETE = 'Not saved: the field that is marked is not right yet.'

/** A mapping to be changed, with what the change does to an event beside it. Nothing counts until it is saved. */
export function MappingEditor({ saved, isDeleted, action, chosen, onChoose, onEdits }: MappingEditorProps) {
  /** What the edits began with. */
  const [base, setBase] = useState(saved)
  const original = inputOf(base)
  const [draft, setDraft] = useState<MappingInput>(original)
  const [round, setRound] = useState(0)
  const [isIncomplete, setIncomplete] = useState(false)
  const [isWriting, setWriting] = useState(false)
  const [, navigate] = useLocation()
  const save = useSaveMapping(saved.id)
  const create = useCreateMapping()
  const trial = useTrialEvent(saved, chosen)
  const [settled] = useDebouncedValue(draft, 250)
  const preview = usePreview(trial.event ? { event: trial.event, mapping: settled } : null)
  const paths = usePaths(trial.event, isWriting)
  const problems = problemsOf(save.error ?? create.error)
  const changed = !sameJson(draft, original)
  // What was known before it was saved here may still be shown for a moment.
  const isNewer = saved.tag !== base.tag && saved.updatedAt >= base.updatedAt && !save.isPending
  const isChangedElsewhere = changed && isNewer
  useUnsavedGuard(changed)
  const elsewhere = isDeleted ? 'deleted' : isChangedElsewhere ? 'saved' : undefined
  useEffect(() => onEdits(changed), [changed, onEdits])

  const change = (changes: Partial<MappingInput>) => {
    setIncomplete(false)
    setDraft((current) => ({ ...current, ...changes }))
  }
  const begin = (mapping: MappingEntry) => {
    const input = inputOf(mapping)
    setBase(mapping)
    setIncomplete(false)
    if (sameJson(draft, input)) return
    setDraft(input)
    // Inputs that keep a text of their own begin again.
    setRound(round + 1)
  }
  // What was saved meanwhile, here or elsewhere, is taken over; where there are other edits, those stay.
  if (isNewer && (!changed || sameJson(draft, inputOf(saved)))) begin(saved)
  const discard = () => {
    begin(saved)
    save.reset()
    create.reset()
  }
  const open = (path: string) => {
    flushSync(discard)
    navigate(path)
  }
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    // In words of the page, beside the field, instead of the browser's own.
    const wrong = event.currentTarget.querySelector<HTMLElement>(UNREADABLE)
    setIncomplete(wrong !== null)
    if (wrong) return wrong.focus()
    const done = () => showNotice({ message: `“${draft.name}” is saved.` })
    if (isDeleted) return create.mutate(draft, { onSuccess: ({ id }) => (open(`/mappings/${id}`), done()) })
    // What somebody saves over is what they were told of.
    const { tag } = isChangedElsewhere ? saved : base
    save.mutate({ input: draft, tag }, { onSuccess: (entry) => (setBase(entry), done()) })
  }
  return (
    <PathsContext value={paths}>
      <PathsList />
      <PageHeader title={saved.name} description={`Action ${action.title}`}>
        <MappingMenu mapping={saved} onReset={begin} onDeleted={() => open('/mappings')} />
      </PageHeader>
      <form onSubmit={submit} onFocus={() => setWriting(true)} noValidate>
        <div key={round} className={classes.columns}>
          <div className={classes.column}>
            <MappingBasics draft={draft} onChange={change} problem={problems.name} />
            <TriggerPanel
              saved={base}
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
            <Suspense fallback={<Skeleton h={480} radius="lg" />}>
              <Trials
                saved={saved}
                draft={draft}
                hasEdits={changed}
                onRestored={begin}
                choice={trial.choice}
                onChoose={onChoose}
                preview={preview}
                isOutdated={settled !== draft || preview.isPlaceholderData}
              />
            </Suspense>
          </div>
        </div>
        <SaveBar
          changed={changed}
          saving={save.isPending || create.isPending}
          elsewhere={elsewhere}
          error={isIncomplete ? INCOMPLETE : elsewhere && isOutrun(save.error) ? undefined : problems.other}
          onDiscard={discard}
        />
      </form>
    </PathsContext>
  )
}
