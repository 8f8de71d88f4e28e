import { Button, Skeleton } from '@mantine/core'
import { IconCoins } from '@tabler/icons-react'
import { Link } from 'wouter'
import { DataTable, type Column } from '../../../look/components/DataTable'
import { DownloadCsv } from '../../../look/components/DownloadCsv'
import { EmptyState } from '../../../look/components/EmptyState'
import { ListTotal } from '../../../look/components/ListTotal'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { WayBack } from '../../../look/components/WayBack'
import { formatMoney } from '../../../look/format'
import { useUrlState } from '../../../look/use-url-state'
import { useIsOwner } from '../api'
import { monthLabel, shownLabel } from '../overview/labels'
import { isWholeMonths } from '../overview/range'
import { useOverviewState } from '../overview/use-overview-state'
import { campaignName } from '../users/condition-text'
import { amountOf, readCampaign, type SpendEntry } from './entries'
import { useSpendEntries } from './use-spend-entries'

const DEFAULTS = { campaign: '' }
const COLUMNS: Column<SpendEntry>[] = [
  { head: 'Month', cell: ({ month }) => monthLabel(month) },
  { head: 'Spend', kind: 'number', cell: ({ amount, currency }) => formatMoney(amount, currency) }
]

/** What was spent in the months of a range, as a whole or on one campaign: what a figure of the spend sums. */
export default function SpendEntriesPage() {
  const [{ range, today, currency: asked }] = useOverviewState()
  const [state] = useUrlState(DEFAULTS)
  const isOwner = useIsOwner()
  const currency = asked === '' ? 'USD' : asked
  const campaign = readCampaign(state.campaign)
  const entries = useSpendEntries(range, currency, campaign)
  const table = () => ['month,currency,amount', ...(entries.data ?? []).map(rowOf)].join('\r\n')

  return (
    <>
      <WayBack />
      <PageHeader
        title={campaign ? 'Spend on a campaign' : 'Acquisition spend'}
        description={
          <>
            {campaign && (
              <>
                <bdi>{campaignName(campaign)}</bdi>,{' '}
              </>
            )}
            {shownLabel(range, today)} (UTC), in <bdi>{currency}</bdi>, by the month that it was entered for.
          </>
        }
      >
        {isOwner && (
          <Button component={Link} to={`/settings/spend?year=${range.from.slice(0, 4)}`} variant="default">
            Edit
          </Button>
        )}
        <DownloadCsv path={table} name="spend" />
      </PageHeader>
      <Loaded query={entries} loading={<Skeleton h={320} radius="lg" />}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState icon={IconCoins} title="No spend here">
              {isWholeMonths(range)
                ? 'None is entered for these months. Settings, Spend is where it is.'
                : 'Spend is entered by month: choose a range of whole months.'}
            </EmptyState>
          ) : (
            <>
              <ListTotal
                total={{ count: all.length, sums: { [currency]: amountOf(all) } }}
                noun={['entry', 'entries']}
                meaning="spent"
              />
              <DataTable columns={COLUMNS} rows={all} keyOf={({ month }) => month} />
            </>
          )
        }
      </Loaded>
    </>
  )
}

const rowOf = ({ month, currency, amount }: SpendEntry) => [month, currency, amount].join()
