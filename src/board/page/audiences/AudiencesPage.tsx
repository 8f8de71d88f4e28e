import { Skeleton } from '@mantine/core'
import { IconUsersGroup } from '@tabler/icons-react'
import { DataTable, type Column } from '../../../look/components/DataTable'
import { DownloadCsv } from '../../../look/components/DownloadCsv'
import { DrillLink } from '../../../look/components/DrillLink'
import { EmptyState } from '../../../look/components/EmptyState'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { formatCount, formatPercent } from '../../../look/format'
import type { Audiences } from '../../read-api/shapes'
import { useAudiences } from '../api'
import { usersWhere } from '../paths'
import { Earnings } from '../users/Earnings'

const membersOf = (name: string, more?: Record<string, string>) => usersWhere([{ attribute: name, is: true }], more)

const COLUMNS: Column<Audiences['audiences'][number]>[] = [
  { head: 'Audience', kind: 'words', cell: ({ name }) => name },
  {
    head: 'Members',
    kind: 'number',
    cell: ({ name, members }) => <DrillLink to={membersOf(name)}>{formatCount(members)}</DrillLink>
  },
  {
    head: 'Active',
    kind: 'number',
    cell: ({ name, members, active, active_share }) => (
      <DrillLink to={membersOf(name, { status: 'active' })} title={`${formatCount(active)} of ${formatCount(members)}`}>
        {formatPercent(active_share)}
      </DrillLink>
    )
  },
  {
    head: 'Earnings',
    kind: 'number',
    cell: ({ name, earnings }) => (
      <DrillLink to={membersOf(name)}>
        <Earnings earnings={earnings} />
      </DrillLink>
    )
  }
]

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
            <DataTable columns={COLUMNS} rows={all} keyOf={({ name }) => name} />
          )
        }
      </Loaded>
    </>
  )
}
