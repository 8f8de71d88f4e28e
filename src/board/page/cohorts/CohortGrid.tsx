import { IconUserPlus } from '@tabler/icons-react'
import { type CSSProperties } from 'react'
import { DrillLink } from '../../../look/components/DrillLink'
import { EmptyState } from '../../../look/components/EmptyState'
import { formatCount, formatMoney, formatMoneyRounded, formatShare, UNDEFINED } from '../../../look/format'
import type { Retention } from '../../read-api/shapes'
import { addMonths } from '../overview/days'
import { monthLabel } from '../overview/labels'
import { eventsOf, signupsIn, usersWhere, wonIn } from '../paths'
import classes from './CohortGrid.module.css'
import { averageOf, cellsOf, type Cohort } from './cells'

export type Measure = 'retention' | 'earnings'

interface CohortGridProps {
  retention: Retention
  measure: Measure
  currency: string
}

/** A row for each signup month, a column for each month since; the more there is, the stronger the colour. */
export function CohortGrid({ retention: { cohorts, complete }, measure, currency }: CohortGridProps) {
  const shown = cohorts.filter(({ signups }) => signups > 0)
  const months = Math.max(0, ...shown.map(({ active }) => active.length))
  if (months === 0) {
    return (
      <EmptyState icon={IconUserPlus} title="Nobody signed up in this range">
        Send a track event named <code>signup</code> with a user id for everyone who signs up.
      </EmptyState>
    )
  }
  const isMoney = measure === 'earnings'
  const rows = shown.map((cohort) => cellsOf(cohort, isMoney ? currency : undefined))
  const most = Math.max(...rows.flat(), isMoney ? Number.MIN_VALUE : 1)
  const format = (value: number) => (isMoney ? formatMoneyRounded(value.toFixed(4), currency) : formatShare(value))
  const pathOf = ({ month }: Cohort, index: number) => {
    const end = addMonths(month, index + 1)
    return isMoney
      ? eventsOf('money', { from: '', to: end }, { currency, cohort: month.slice(0, 7) })
      : usersWhere([{ signed_up: [month, addMonths(month, 1)] }, { active_at: end }])
  }
  const earned = ({ earnings }: Cohort, index: number) => formatMoney(earnings[currency]?.[index] ?? '0.00', currency)
  const paybackOf = (cohort: Cohort) => {
    const month = cohort.payback[currency]
    if (month === undefined) return UNDEFINED
    // What is not paid back yet opens what there is until now.
    const index = month ?? cohort.active.length - 1
    return (
      <DrillLink to={pathOf(cohort, index)} title={`${earned(cohort, index)} earned until then`}>
        {month === null ? 'not yet' : `M${month}`}
      </DrillLink>
    )
  }
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Table of cohorts">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Signed up in</th>
            <th scope="col">Signups</th>
            {isMoney && <th scope="col">UAC</th>}
            {isMoney && <th scope="col">Payback</th>}
            {Array.from({ length: months }, (_, month) => (
              <th key={month} scope="col">
                <abbr title={`${month} months after signup`}>M{month}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((cohort, row) => (
            <tr key={cohort.month}>
              <th scope="row">{monthLabel(cohort.month)}</th>
              <td>
                <DrillLink to={signupsIn(monthOf(cohort))}>{formatCount(cohort.signups)}</DrillLink>
              </td>
              {isMoney && (
                <td>
                  <DrillLink to={cohort.uac[currency] && wonIn(monthOf(cohort), currency)}>
                    {formatMoneyRounded(cohort.uac[currency] ?? null, currency)}
                  </DrillLink>
                </td>
              )}
              {isMoney && <td>{paybackOf(cohort)}</td>}
              {rows[row].map((value, index) => {
                const isRunning = !complete && index === rows[row].length - 1
                const whole = isMoney ? `${earned(cohort, index)} from` : `${formatCount(cohort.active[index])} of`
                return (
                  <td
                    key={index}
                    className={classes.share}
                    data-running={isRunning}
                    style={{ '--share': `${(Math.max(0, value) / most) * 38}%` } as CSSProperties}
                  >
                    <DrillLink
                      to={pathOf(cohort, index)}
                      title={`${whole} ${formatCount(cohort.signups)}${isRunning ? ', so far' : ''}`}
                    >
                      {format(value)}
                    </DrillLink>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Average</th>
            <td>{formatCount(Math.round(shown.reduce((sum, { signups }) => sum + signups, 0) / shown.length))}</td>
            {isMoney && <td />}
            {isMoney && <td />}
            {Array.from({ length: months }, (_, index) => {
              const average = averageOf(shown, rows, index, complete)
              return <td key={index}>{average === null ? UNDEFINED : format(average)}</td>
            })}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

const monthOf = ({ month }: Cohort) => ({ from: month, to: addMonths(month, 1) })
