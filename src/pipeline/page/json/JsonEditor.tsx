import { Input } from '@mantine/core'
import { useId, useRef, useState, type CSSProperties, type RefObject } from 'react'
import { fetchedOnce } from '../../../look/api/modules'
import classes from './JsonEditor.module.css'
import type { Problem } from './read-json'

export interface JsonEditorProps {
  label: string
  /** Whether the label is for screen readers alone, because what stands around says it. */
  hidesLabel?: boolean
  description?: string
  text: string
  onChange: (text: string) => void
  /** What is wrong with the text, as `readJson` says it. */
  problem: Problem | null
  /** Its height at least, in lines. */
  lines?: number
}

const fetchEditor = fetchedOnce(() => import('./CodeEditor'))

/** What each of both fields bears, mostly for those who do not see it. */
export type FieldAttributes = Record<string, string>

/** What was selected in the plain field as it gave way to the editor, where it had the focus. */
export type Caret = RefObject<readonly [number, number] | null>

/**
 * JSON to be written by hand: a plain field until somebody comes to it and the editor is fetched, and where it cannot be. The editor
 * keeps the text by itself from then on; for another text give it another `key`.
 */
export function JsonEditor({
  label,
  hidesLabel = false,
  description,
  text,
  onChange,
  problem,
  lines = 5
}: JsonEditorProps) {
  const id = useId()
  const [editor, setEditor] = useState<typeof import('./CodeEditor') | null>(null)
  const [isComposing, setComposing] = useState(false)
  const caret: Caret = useRef(null)

  const bringEditor = () => void fetchEditor().then(setEditor, () => undefined)

  const attributes: FieldAttributes = {
    id,
    'data-json': '',
    'aria-label': label,
    'aria-describedby': `${id}-hint ${id}-problem`,
    'aria-invalid': String(problem !== null)
  }
  return (
    <div style={{ '--lines': lines } as CSSProperties}>
      {!hidesLabel && <Input.Label htmlFor={id}>{label}</Input.Label>}
      {editor && !isComposing ? (
        <editor.CodeEditor text={text} onChange={onChange} problem={problem} attributes={attributes} caret={caret} />
      ) : (
        <textarea
          {...attributes}
          ref={(field) => () => {
            const isFocused = field !== null && document.activeElement === field
            caret.current = isFocused ? [field.selectionStart, field.selectionEnd] : null
          }}
          className={classes.text}
          data-invalid={problem !== null}
          spellCheck={false}
          autoComplete="off"
          autoCapitalize="off"
          value={text}
          onPointerEnter={bringEditor}
          onFocus={bringEditor}
          onChange={({ currentTarget }) => onChange(currentTarget.value)}
          onCompositionStart={() => setComposing(true)}
          onCompositionEnd={() => setComposing(false)}
        />
      )}
      <Input.Description id={`${id}-hint`} className={classes.hint}>
        {[description, editor && 'Tab leaves the editor; Ctrl+] and Ctrl+[ indent.'].filter(Boolean).join(' ')}
      </Input.Description>
      <Input.Error id={`${id}-problem`} className={classes.problem}>
        {problem?.problem}
      </Input.Error>
    </div>
  )
}
