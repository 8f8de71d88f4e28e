import { SegmentedControl, Select, TextInput } from '@mantine/core'
import { addDays, isDay } from './days'
import { PRESETS } from './range'
import { type OverviewState } from './use-overview-state'
import classes from './OverviewControls.module.css'

interface OverviewControlsProps {
  state: OverviewState
  /** Those that there is money in; with one of them there is nothing to choose. */
  currencies: readonly string[]
  currency: string
  onChange: (changes: Partial<Record<'range' | 'from' | 'to' | 'interval' | 'currency', string>>) => void
}

const RANGES = [
  ...Object.entries(PRESETS).map(([value, { label }]) => ({ value, label })),
  { value: 'custom', label: 'Custom range' }
]

const INTERVALS = [
  { value: 'day', label: 'Day' },
  { value: 'week', label: 'Week' },
  { value: 'month', label: 'Month' }
]

/** Which days, in which steps, in which currency. */
export function OverviewControls({ state, currencies, currency, onChange }: OverviewControlsProps) {
  const { range, preset, interval } = state
  const lastDay = addDays(range.to, -1)
  const chooseRange = (value: string) =>
    onChange(value === 'custom' ? { range: '', ...range } : { range: value, from: '', to: '', interval: '' })
  const chooseDays = (from: string, last: string) => {
    if (isDay(from) && isDay(last) && from <= last) onChange({ range: '', from, to: addDays(last, 1) })
  }

  return (
    <div className={classes.controls}>
      <Select
        aria-label="Range"
        data={RANGES}
        value={preset}
        allowDeselect={false}
        onChange={(value) => value && chooseRange(value)}
        className={classes.range}
      />
      {preset === 'custom' && (
        <>
          <TextInput
            type="date"
            aria-label="First day"
            defaultValue={range.from}
            max={lastDay}
            onChange={({ currentTarget }) => chooseDays(currentTarget.value, lastDay)}
          />
          <TextInput
            type="date"
            aria-label="Last day"
            defaultValue={lastDay}
            min={range.from}
            onChange={({ currentTarget }) => chooseDays(range.from, currentTarget.value)}
          />
        </>
      )}
      <SegmentedControl
        aria-label="Interval"
        data={INTERVALS}
        value={interval}
        onChange={(value) => onChange({ interval: value })}
      />
      {currencies.length > 1 && (
        <Select
          aria-label="Currency"
          data={currencies}
          value={currency}
          allowDeselect={false}
          onChange={(value) => value && onChange({ currency: value })}
          className={classes.currency}
        />
      )}
    </div>
  )
}
