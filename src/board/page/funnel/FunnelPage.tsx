import { Skeleton } from '@mantine/core'
import { IconFilter2 } from '@tabler/icons-react'
import { type CSSProperties } from 'react'
import { withQuery } from '../../../look/api/client'
import { DownloadCsv } from '../../../look/components/DownloadCsv'
import { DrillLink } from '../../../look/components/DrillLink'
import { EmptyState } from '../../../look/components/EmptyState'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { Panel } from '../../../look/components/Panel'
import { formatCount, formatDuration, formatPercent } from '../../../look/format'
import type { Funnel } from '../../read-api/shapes'
import { useFunnel } from '../api'
import { shownLabel } from '../overview/labels'
import { RangePicker } from '../overview/RangePicker'
import { useOverviewState } from '../overview/use-overview-state'
import { usersWhere, type Condition } from '../paths'
import classes from './FunnelPage.module.css'

type Step = Funnel['steps'][number]['step']

const LABELS: Record<Step, string> = { visited: 'First visit', signed_up: 'Signed up since', paid: 'Paid since' }

/** Of those who came for the first time, how many signed up, and how many of these paid. */
export default function FunnelPage() {
  const [state, change] = useOverviewState()
  const { range, today } = state
  const funnel = useFunnel(range)
  const pathOf = (step: Step) => {
    const arrived: Condition = { first_visited: [range.from, range.to] }
    return usersWhere(step === 'visited' ? [arrived] : [arrived, { reached: step }])
  }
  return (
    <>
      <PageHeader
        title="Funnel"
        description={`First visits of ${shownLabel(range, today)} (UTC), and what came of them until now.`}
      >
        <RangePicker {...state} onChange={change} />
        <DownloadCsv path={withQuery('/api/funnel', { ...range })} name="funnel" />
      </PageHeader>
      <Loaded query={funnel} loading={<Skeleton h={300} radius="lg" />}>
        {({ steps }) =>
          steps[0].persons === 0 ? (
            <EmptyState icon={IconFilter2} title="Nobody came for the first time in this range">
              Visits come with page and screen calls. Choose another range, or wait for the first.
            </EmptyState>
          ) : (
            <Panel title="From the first visit to the first payment">
              <ol className={classes.steps}>
                {steps.map(({ step, persons, median_seconds }, index) => {
                  const before = steps[index - 1]?.persons
                  return (
                    <li key={step} className={classes.step}>
                      <span className={classes.label}>{LABELS[step]}</span>
                      <DrillLink to={pathOf(step)} className={classes.persons}>
                        {formatCount(persons)}
                      </DrillLink>
                      <span
                        className={`drawn ${classes.bar}`}
                        aria-hidden="true"
                        style={{ '--share': `${(persons / Math.max(1, steps[0].persons)) * 100}%` } as CSSProperties}
                      />
                      {index > 0 && (
                        <span className={classes.note}>
                          {formatPercent(before ? persons / before : null)} of the step before
                          {index > 1 && `, ${formatPercent(persons / steps[0].persons)} of all`}
                          {median_seconds !== null && ` · half of them within ${formatDuration(median_seconds)}`}
                        </span>
                      )}
                    </li>
                  )
                })}
              </ol>
            </Panel>
          )
        }
      </Loaded>
    </>
  )
}
