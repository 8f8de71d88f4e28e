import '@mantine/core/styles/FloatingIndicator.css'
import '@mantine/core/styles/SegmentedControl.css'

import { Group, SegmentedControl } from '@mantine/core'
import { CurrencyPicker } from './CurrencyPicker'
import { RangePicker } from './RangePicker'
import { type OverviewState } from './use-overview-state'

interface OverviewControlsProps {
  state: OverviewState
  currencies: readonly string[]
  currency: string
  onChange: (changes: Partial<Record<'range' | 'from' | 'to' | 'interval' | 'currency', string>>) => void
}

const INTERVALS = [
  { value: 'day', label: 'Day' },
  { value: 'week', label: 'Week' },
  { value: 'month', label: 'Month' }
]

/** Which days, in which steps, in which currency. */
export function OverviewControls({ state, currencies, currency, onChange }: OverviewControlsProps) {
  return (
    <Group gap="0.6rem">
      <RangePicker {...state} onChange={onChange} />
      <SegmentedControl
        aria-label="Interval"
        data={INTERVALS}
        value={state.interval}
        onChange={(value) => onChange({ interval: value })}
      />
      <CurrencyPicker
        currencies={currencies}
        currency={currency}
        onChange={(chosen) => onChange({ currency: chosen })}
      />
    </Group>
  )
}
