import { formatCount, formatPercent } from '../../../look/format'
import { Loaded } from '../../../look/components/Loaded'
import { Skeleton } from '@mantine/core'
import { useCounts, useHealth } from '../api'
import { successRate } from './success-rate'
import classes from './Attention.module.css'
import { formatDuration } from './format-duration'

/** Whether delivering goes well, at a glance: of what came in the range, what arrived, and how soon. */
export function HealthFigures({ hours }: { hours: string }) {
  const counts = useCounts(hours)
  const health = useHealth(hours)
  return (
    <Loaded query={counts} loading={<Skeleton h={64} />}>
      {({ total }) => {
        const rate = successRate(total)
        const latency = health.data?.latency
        return (
          <dl className={classes.figures}>
            <div data-tone={rate !== null && rate < 1 ? 'bad' : undefined}>
              <dt>Success</dt>
              <dd title="Delivered, of what was delivered, discarded or is retrying">{formatRate(rate)}</dd>
            </div>
            <div>
              <dt>Median time to the board</dt>
              <dd>{latency ? formatDuration(latency.median) : formatPercent(null)}</dd>
            </div>
            <div>
              <dt>95 of 100 within</dt>
              <dd>{latency ? formatDuration(latency.p95) : formatPercent(null)}</dd>
            </div>
            <div>
              <dt>Still to deliver</dt>
              <dd>{formatCount(total.waiting + total.retrying)}</dd>
            </div>
          </dl>
        )
      }}
    </Loaded>
  )
}

/** A rate that is not whole never reads as 100 %. */
function formatRate(rate: number | null): string {
  const text = formatPercent(rate)
  return rate !== null && rate < 1 && text === formatPercent(1) ? `> ${formatPercent(0.999)}` : text
}
