import { BarChart } from '../../../look/charts/BarChart'
import { Panel } from '../../../look/components/Panel'
import { formatMoney, formatMoneyShort } from '../../../look/format'
import type { Interval, Period } from '../../read-api/shapes'
import { eventsOf } from '../paths'
import { periodLabel } from './labels'
import { isRunning } from './range'

interface RevenueChartProps {
  periods: readonly Period[]
  interval: Interval
  currency: string
  today: string
}

/** Payments upwards, refunds downwards. Only the length of a bar is a number; what is read is the exact decimal. */
export function RevenueChart({ periods, interval, currency, today }: RevenueChartProps) {
  const revenue = ({ revenue }: Period) => revenue[currency] ?? { payments: '0.00', refunds: '0.00', net: '0.00' }
  return (
    <Panel title={`Revenue, ${currency}`}>
      <BarChart
        title={`Payments and refunds over time, in ${currency}`}
        series={[
          { key: 'payments', label: 'Payments', color: 'var(--accent)' },
          { key: 'refunds', label: 'Refunds', color: 'var(--loss)' }
        ]}
        points={periods.map((period) => {
          const { payments, refunds } = revenue(period)
          const range = { from: period.start, to: period.end }
          return {
            label: periodLabel(period.start, interval),
            values: { payments: Number(payments), refunds: -Number(refunds) },
            texts: { payments: formatMoney(payments, currency), refunds: formatMoney(refunds, currency) },
            paths: {
              payments: eventsOf('payment', range, { currency }),
              refunds: eventsOf('refund', range, { currency })
            },
            running: isRunning(range, today)
          }
        })}
        formatAxis={(value) => formatMoneyShort(Math.abs(value), currency)}
      />
    </Panel>
  )
}
