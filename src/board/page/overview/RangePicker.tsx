import { NativeSelect } from '@mantine/core'
import { CustomRange } from './CustomRange'
import { PRESETS, type Range } from './range'

interface RangePickerProps {
  range: Range
  /** The name of the range, or "custom". */
  preset: string
  isAsked: boolean
  onChange: (changes: Partial<Record<'range' | 'from' | 'to' | 'interval', string>>) => void
}

const RANGES = [
  ...Object.entries(PRESETS).map(([value, { label }]) => ({ value, label })),
  { value: 'custom', label: 'Custom range' }
]

/** Which days, by name or one by one. */
export function RangePicker({ range, preset, isAsked, onChange }: RangePickerProps) {
  const choose = (value: string) =>
    onChange(value === 'custom' ? { range: '', ...range } : { range: value, from: '', to: '', interval: '' })
  return (
    <>
      <NativeSelect
        aria-label="Range"
        data={RANGES}
        value={preset}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        w="10.5rem"
        error={!isAsked && 'The address names no range of days'}
      />
      {preset === 'custom' && <CustomRange range={range} onChange={(days) => onChange({ range: '', ...days })} />}
    </>
  )
}
