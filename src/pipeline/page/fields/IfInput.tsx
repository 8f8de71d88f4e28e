import { NativeSelect } from '@mantine/core'
import type { FunctionPartProps } from './FunctionInput'
import { Part } from './Part'
import { ANY_TEXT } from './value'

/** `blank` is Segment's word for the test that wants a value which is not empty. */
const TESTS = [
  { value: 'exists', label: 'exists' },
  { value: 'blank', label: 'exists and is not empty' }
]

/** The directive @if. */
export function IfInput({ label, argument, shape, onChange }: FunctionPartProps) {
  const { then, else: otherwise } = argument
  const test = argument.exists === undefined && argument.blank !== undefined ? 'blank' : 'exists'
  const tested = argument[test]
  // Built anew each time, so that never both tests stand in it, nor a part that is not mapped.
  const write = (parts: { test: string; tested: unknown; then: unknown; otherwise: unknown }) =>
    onChange({
      [parts.test]: parts.tested ?? '',
      ...(parts.then !== undefined && { then: parts.then }),
      ...(parts.otherwise !== undefined && { else: parts.otherwise })
    })
  const current = { test, tested, then, otherwise }
  return (
    <>
      <Part
        title="If"
        label={`${label}, if`}
        value={tested}
        shape={ANY_TEXT}
        onChange={(next) => write({ ...current, tested: next })}
      />
      <NativeSelect
        aria-label={`${label}, test`}
        data={TESTS}
        value={test}
        onChange={({ currentTarget }) => write({ ...current, test: currentTarget.value })}
      />
      <Part
        title="then"
        label={`${label}, then`}
        value={then}
        shape={shape}
        onChange={(next) => write({ ...current, then: next })}
      />
      <Part
        title="else"
        label={`${label}, else`}
        value={otherwise}
        shape={shape}
        onChange={(next) => write({ ...current, otherwise: next })}
      />
    </>
  )
}
