import { SegmentedControl, Select } from '@mantine/core'
import { CustomRange } from './CustomRange'
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
  const chooseRange = (value: string) =>
    onChange(value === 'custom' ? { range: '', ...range } : { range: value, from: '', to: '', interval: '' })

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
      {preset === 'custom' && <CustomRange range={range} onChange={(days) => onChange({ range: '', ...days })} />}
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
