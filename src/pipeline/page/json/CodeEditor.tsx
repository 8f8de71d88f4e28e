import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { lintKeymap, setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import { styleNonce } from '../../../look/nonce'
import classes from './JsonEditor.module.css'
import type { Caret, FieldAttributes, JsonEditorProps } from './JsonEditor'

interface CodeEditorProps extends Pick<JsonEditorProps, 'text' | 'onChange' | 'problem'> {
  attributes: FieldAttributes
  caret: Caret
}

const COLORS = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--ink)' },
  { tag: tags.string, color: 'var(--accent)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--open)' },
  { tag: [tags.punctuation, tags.separator], color: 'var(--muted)' }
])

const LOOK = EditorView.theme({
  '&, & .cm-scroller': { minHeight: 'inherit', maxHeight: 'inherit' },
  '&.cm-focused': { outline: 'none' },
  '&.cm-focused .cm-scroller': { outline: '2px solid var(--accent)', outlineOffset: '2px' },
  '.cm-scroller': { borderRadius: '6px', fontFamily: 'inherit', lineHeight: 'inherit' },
  '.cm-content': { padding: '0.5rem 0', caretColor: 'var(--ink)' },
  '.cm-gutters': { border: '0', background: 'none', color: 'var(--muted)' },
  '.cm-lintRange-error': {
    background: 'none',
    textDecoration: 'underline wavy var(--loss)',
    textDecorationSkipInk: 'none'
  },
  '&.cm-focused .cm-matchingBracket, &.cm-focused .cm-nonmatchingBracket': {
    background: 'none',
    outline: '1px solid var(--line-strong)'
  },
  '.cm-tooltip': { border: '1px solid var(--line-strong)', background: 'var(--surface)', color: 'var(--ink)' },
  '.cm-diagnostic-error': { borderColor: 'var(--loss)' },
  '.cm-specialChar': { color: 'var(--loss)' }
})

/**
 * What is selected. The editor may not have heard of it yet, so that the browser is asked as well; alone it knows no more than what is
 * drawn of a long text.
 */
function selected(view: EditorView): { from: number; to: number } | undefined {
  const { from, to, empty } = view.state.selection.main
  if (!empty) return { from, to }
  const selection = document.getSelection()
  if (!selection || selection.isCollapsed) return undefined
  const { startContainer, startOffset, endContainer, endOffset } = selection.getRangeAt(0)
  return { from: view.posAtDOM(startContainer, startOffset), to: view.posAtDOM(endContainer, endOffset) }
}

/** A browser that types over a selection keeps its colours by a style, which the Content-Security-Policy refuses. */
const TYPES_OVER = EditorView.domEventHandlers({
  beforeinput({ inputType, data }, view) {
    const range = selected(view)
    if (inputType !== 'insertText' || !data || !range || view.composing) return false
    const typed = { changes: { ...range, insert: data }, selection: { anchor: range.from + data.length } }
    view.dispatch(typed, { userEvent: 'input.type', scrollIntoView: true })
    return true
  }
})

/**
 * For a moment after it got the focus, the library takes a caret at the start of the text for the browser's doing and puts it back
 * where it was. Here somebody is typing already, and the caret is at the start because all of it was typed over.
 */
function focusForTyping(view: EditorView): void {
  view.focus()
  const { inputState } = view as unknown as { inputState?: { lastFocusTime: number } }
  if (inputState) inputState.lastFocusTime = 0
}

/** The editor itself, which is fetched where JSON is edited. Tab is left to the page, so that nobody is caught in it. */
export function CodeEditor({ text, onChange, problem, attributes, caret }: CodeEditorProps) {
  const parent = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const current = useRef(attributes)
  const change = useEffectEvent(onChange)
  const create = useEffectEvent(() => {
    const [anchor, head] = caret.current ?? [0, 0]
    return new EditorView({
      parent: parent.current as HTMLDivElement,
      doc: text,
      selection: { anchor, head },
      extensions: [
        EditorView.cspNonce.of(styleNonce()),
        LOOK,
        TYPES_OVER,
        syntaxHighlighting(COLORS),
        json(),
        lineNumbers(),
        history(),
        indentOnInput(),
        bracketMatching(),
        highlightSpecialChars(),
        EditorView.lineWrapping,
        keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
        // A text that scrolls says that it takes the focus: what is edited in place does, and is not known for it.
        EditorView.contentAttributes.of(() => ({ ...current.current, tabindex: '0' })),
        EditorView.updateListener.of(({ docChanged, state }) => docChanged && change(state.doc.toString()))
      ]
    })
  })

  // Before the browser draws and takes the next key, which the field that stood here would have got.
  useLayoutEffect(() => {
    const created = create()
    view.current = created
    if (caret.current) focusForTyping(created)
    return () => created.destroy()
  }, [caret])

  useEffect(() => {
    const { state } = view.current as EditorView
    current.current = attributes
    const inText = (offset: number) => Math.min(offset, state.doc.length)
    const marks: Diagnostic[] = problem
      ? [
          {
            severity: 'error',
            message: problem.problem,
            from: inText(problem.from),
            to: inText(problem.to)
          }
        ]
      : []
    view.current?.dispatch(setDiagnostics(state, marks))
  })

  return <div ref={parent} className={classes.text} data-invalid={problem !== null} />
}
