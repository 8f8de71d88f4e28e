import '@mantine/core/styles/FloatingIndicator.css'
import '@mantine/core/styles/SegmentedControl.css'

import { SegmentedControl, Skeleton } from '@mantine/core'
import { BarChart } from '../../../look/charts/BarChart'
import { Loaded } from '../../../look/components/Loaded'
import { Panel } from '../../../look/components/Panel'
import { formatCount, formatCountShort } from '../../../look/format'
import { useCounts } from '../api'
import classes from './CountTiles.module.css'
import { CountTiles } from './CountTiles'
import { FAILED_SERIES, pointsOf, SERIES } from './counts-chart'
import { type FiltersProps } from './filters'

const RANGES = [
  { value: '1', label: '1 hour' },
  { value: '24', label: '24 hours' },
  { value: '168', label: '7 days' },
  { value: '744', label: '31 days' }
]

/** How many events came, and how their deliveries stand now. */
export function CountsPanel({ filters, onChange }: FiltersProps) {
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
        {({ interval, periods, total }) => {
          const points = pointsOf({ periods, interval }, Number(filters.hours), counts.dataUpdatedAt)
          const failed = total.discarded + total.refused
          return (
            <>
              <CountTiles total={total} state={filters.state} onChange={(state) => onChange({ state })} />
              <BarChart
                title={`Deliveries by ${interval}: ${formatCount(total.received)} events received`}
                series={SERIES}
                points={points}
                formatAxis={formatCountShort}
              />
              {failed > 0 && (
                <>
                  <h3 className={classes.failed}>Discarded or refused, by a scale of their own</h3>
                  <BarChart
                    title={`Discarded or refused by ${interval}: ${formatCount(failed)}`}
                    series={FAILED_SERIES}
                    points={points}
                    formatAxis={formatCountShort}
                  />
                </>
              )}
            </>
          )
        }}
      </Loaded>
    </Panel>
  )
}
