import { IconUserPlus } from '@tabler/icons-react'
import { type CSSProperties } from 'react'
import { EmptyState } from '../../../look/components/EmptyState'
import { formatCount, formatShare } from '../../../look/format'
import type { Retention } from '../../read-api/shapes'
import { monthLabel } from './labels'
import classes from './RetentionTable.module.css'

/** A row for each signup month, a column for each month since; the more remained, the stronger the colour. */
export function RetentionTable({ cohorts }: Retention) {
  const months = Math.max(0, ...cohorts.map(({ active }) => active.length))
  if (months === 0) {
    return (
      <EmptyState icon={IconUserPlus} title="Nobody signed up in this range">
        Send a track event named <code>signup</code> with a user id for everyone who signs up.
      </EmptyState>
    )
  }
  return (
    <div className={classes.scroll} tabIndex={0} role="region" aria-label="Table of retention">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Signed up in</th>
            <th scope="col">Signups</th>
            {Array.from({ length: months }, (_, month) => (
              <th key={month} scope="col">
                <abbr title={`${month} months after signup`}>M{month}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cohorts.map(({ month, signups, active }) => (
            <tr key={month}>
              <th scope="row">{monthLabel(month)}</th>
              <td>{formatCount(signups)}</td>
              {active.map((count, index) => (
                <td
                  key={index}
                  className={classes.share}
                  style={{ '--share': `${(count / signups) * 38}%` } as CSSProperties}
                  title={`${formatCount(count)} of ${formatCount(signups)}`}
                >
                  {formatShare(count / signups)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
