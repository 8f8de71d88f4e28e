import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { addDays, isDay } from './days'
import { type Range } from './range'

interface CustomRangeProps {
  range: Range
  onChange: (range: Range) => void
}

/** Two days, both part of the range. It changes once they make one. */
export function CustomRange({ range, onChange }: CustomRangeProps) {
  const [first, setFirst] = useState(range.from)
  const [last, setLast] = useState(addDays(range.to, -1))
  const isReversed = isDay(first) && isDay(last) && first > last

  const choose = (from: string, to: string) => {
    setFirst(from)
    setLast(to)
    if (isDay(from) && isDay(to) && from <= to) onChange({ from, to: addDays(to, 1) })
  }
  return (
    <>
      <TextInput
        type="date"
        aria-label="First day"
        value={first}
        onChange={({ currentTarget }) => choose(currentTarget.value, last)}
      />
      <TextInput
        type="date"
        aria-label="Last day"
        value={last}
        error={isReversed && 'Before the first day'}
        onChange={({ currentTarget }) => choose(first, currentTarget.value)}
      />
    </>
  )
}
