import { Skeleton } from '@mantine/core'
import { Loaded } from '../../../look/components/Loaded'
import { Panel } from '../../../look/components/Panel'
import { formatCount } from '../../../look/format'
import type { Reason } from '../../read-api/shapes'
import { useHealth, useLanes, useReasons } from '../api'
import classes from './Attention.module.css'
import { HealthFigures } from './HealthFigures'
import { LaneNotice } from './LaneNotice'
import { ReasonGroup } from './ReasonGroup'

/** What asks for somebody to act, by its weight; the rest is as it should be. */
const FAILURES: Reason['state'][] = ['discarded', 'retrying', 'refused', 'conflict']

/** How delivering goes, with what went wrong first: what stands still, and the failures by their reasons. */
export function AttentionPanel({ hours }: { hours: string }) {
  const reasons = useReasons(hours)
  const lanes = useLanes().data?.lanes ?? []
  const aging = useHealth(hours).data?.aging
  return (
    <Panel title="What needs attention">
      <HealthFigures hours={hours} />
      {lanes.map((lane) => (
        <LaneNotice key={lane.mappingId} lane={lane} />
      ))}
      {aging !== undefined && aging.events > 0 && (
        <p className={classes.notice} data-tone="bad" role="status">
          <strong>{formatCount(aging.events)} undelivered events will be forgotten within a week.</strong> What is not
          delivered stays for {aging.days} days: send it again, or keep it longer with{' '}
          <code>--keep-undelivered-days</code>.
        </p>
      )}
      <Loaded query={reasons} loading={<Skeleton h={90} />}>
        {({ reasons: all }) => <Reasons all={all} isWell={lanes.length === 0 && !aging?.events} />}
      </Loaded>
    </Panel>
  )
}

interface ReasonsProps {
  all: readonly Reason[]
  /** Whether nothing else asks for attention. */
  isWell: boolean
}

function Reasons({ all, isWell }: ReasonsProps) {
  const failures = FAILURES.flatMap((state) => all.filter((reason) => reason.state === state))
  const others = all.filter(({ state }) => !FAILURES.includes(state))
  const count = others.reduce((sum, reason) => sum + reason.count, 0)
  return (
    <>
      {failures.length === 0 && isWell && <p className={classes.well}>Nothing failed in this time.</p>}
      <ReasonList name="Failures by reason" reasons={failures} />
      {others.length > 0 && (
        <details className={classes.others}>
          <summary>{formatCount(count)} filtered or repeated</summary>
          <ReasonList name="Filtered or repeated, by reason" reasons={others} />
        </details>
      )}
    </>
  )
}

function ReasonList({ name, reasons }: { name: string; reasons: readonly Reason[] }) {
  if (reasons.length === 0) return null
  return (
    <ul className={classes.reasons} aria-label={name}>
      {reasons.map((reason) => (
        <ReasonGroup key={`${reason.state} ${reason.mappingId} ${reason.code} ${reason.reason}`} reason={reason} />
      ))}
    </ul>
  )
}
