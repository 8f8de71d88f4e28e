import { useState } from 'react'
import { JsonEditor } from '../json/JsonEditor'
import { readJson } from '../json/read-json'

interface JsonInputProps {
  label: string
  value: unknown
  onChange: (value: unknown) => void
}

/** Any value or directive as JSON. What is no JSON yet is kept here, and keeps its form from being saved. */
export default function JsonInput({ label, value, onChange }: JsonInputProps) {
  const [text, setText] = useState(() => JSON.stringify(value, null, 2))
  const read = readJson(text)

  const change = (next: string) => {
    setText(next)
    const readNext = readJson(next)
    if ('value' in readNext) onChange(readNext.value)
  }
  return (
    <JsonEditor
      label={`${label}: JSON`}
      hidesLabel
      description="A value, or a directive such as @flatten, @merge, @json, @arrayPath or @liquid."
      text={text}
      problem={'problem' in read ? read : null}
      onChange={change}
    />
  )
}
