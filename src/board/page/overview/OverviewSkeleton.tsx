import { Skeleton } from '@mantine/core'
import classes from './OverviewPage.module.css'
import trends from './TrendCharts.module.css'

/** As large as what it stands for. */
export function OverviewSkeleton() {
  return (
    <div className={classes.parts}>
      <Skeleton h={244} radius="lg" />
      <div className={trends.charts}>
        {[1, 2, 3, 4].map((chart) => (
          <Skeleton key={chart} h={318} radius="lg" />
        ))}
      </div>
    </div>
  )
}
