import { Skeleton } from '@mantine/core'
import { IconUsersGroup } from '@tabler/icons-react'
import { DownloadCsv } from '../../../look/components/DownloadCsv'
import { DrillLink } from '../../../look/components/DrillLink'
import { EmptyState } from '../../../look/components/EmptyState'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { formatCount, formatPercent } from '../../../look/format'
import { useAudiences } from '../api'
import { usersWhere } from '../paths'
import { Earnings } from '../users/Earnings'
import classes from '../users/UsersTable.module.css'

/** Who is in which audience: how many, how many of them are active, what they have earned. */
export default function AudiencesPage() {
  const audiences = useAudiences()
  return (
    <>
      <PageHeader
        title="Audiences"
        description="Attributes that are true or false, as Segment syncs audiences. Who has the value true is a member."
      >
        <DownloadCsv path="/api/audiences" name="audiences" />
      </PageHeader>
      <Loaded query={audiences} loading={<Skeleton h={320} radius="lg" />}>
        {({ audiences: all }) =>
          all.length === 0 ? (
            <EmptyState icon={IconUsersGroup} title="No audiences yet">
              They appear once an identify call has a trait that is <code>true</code> or <code>false</code>, as Segment
              sends for every audience.
            </EmptyState>
          ) : (
            <div className={classes.frame}>
              <table className={classes.table}>
                <thead>
                  <tr>
                    <th scope="col">Audience</th>
                    <th scope="col" className={classes.number}>
                      Members
                    </th>
                    <th scope="col" className={classes.number}>
                      Active
                    </th>
                    <th scope="col" className={classes.number}>
                      Earnings
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {all.map(({ name, members, active_share, active, earnings }) => (
                    <tr key={name}>
                      <td dir="auto" className={classes.text}>
                        {name}
                      </td>
                      <td className={classes.number}>
                        <DrillLink to={usersWhere([{ attribute: name, is: true }])}>{formatCount(members)}</DrillLink>
                      </td>
                      <td className={classes.number}>
                        <DrillLink
                          to={usersWhere([{ attribute: name, is: true }], { status: 'active' })}
                          title={`${formatCount(active)} of ${formatCount(members)}`}
                        >
                          {formatPercent(active_share)}
                        </DrillLink>
                      </td>
                      <td className={classes.number}>
                        <Earnings earnings={earnings} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </>
  )
}
