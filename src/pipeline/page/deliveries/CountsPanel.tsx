import { SegmentedControl, Skeleton } from '@mantine/core'
import { BarChart } from '../../../look/charts/BarChart'
import { Loaded } from '../../../look/components/Loaded'
import { Panel } from '../../../look/components/Panel'
import { formatCount, formatCountShort } from '../../../look/format'
import { useCounts } from '../api'
import { CountTiles } from './CountTiles'
import { pointsOf, SERIES } from './counts-chart'
import { type FiltersProps } from './filters'

const RANGES = [
  { value: '1', label: '1 hour' },
  { value: '24', label: '24 hours' },
  { value: '168', label: '7 days' },
  { value: '744', label: '31 days' }
]

/** How many events came, and how their deliveries stand now. */
export default function CountsPanel({ filters, onChange }: FiltersProps) {
  const counts = useCounts(filters.hours)
  return (
    <Panel
      title="Over time"
      aside={
        <SegmentedControl
          aria-label="Range"
          size="xs"
          data={RANGES}
          value={filters.hours}
          onChange={(hours) => onChange({ hours })}
        />
      }
    >
      <Loaded query={counts} loading={<Skeleton h={330} />}>
        {({ interval, periods, total }) => (
          <>
            <CountTiles total={total} state={filters.state} onChange={(state) => onChange({ state })} />
            <BarChart
              title={`Deliveries by ${interval}: ${formatCount(total.received)} events received`}
              series={SERIES}
              points={pointsOf({ periods, interval }, Number(filters.hours), counts.dataUpdatedAt)}
              formatAxis={(value) => formatCountShort(Math.abs(value))}
            />
          </>
        )}
      </Loaded>
    </Panel>
  )
}
