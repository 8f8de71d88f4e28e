import { Skeleton } from '@mantine/core'
import { IconSpeakerphone } from '@tabler/icons-react'
import { withQuery } from '../../../look/api/client'
import { DataTable, type Column } from '../../../look/components/DataTable'
import { DownloadCsv } from '../../../look/components/DownloadCsv'
import { DrillLink } from '../../../look/components/DrillLink'
import { EmptyState } from '../../../look/components/EmptyState'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { formatCount, formatMoney, formatMoneyRounded } from '../../../look/format'
import type { Campaigns } from '../../read-api/shapes'
import { useCampaigns } from '../api'
import { chooseCurrency } from '../overview/currencies'
import { CurrencyPicker } from '../overview/CurrencyPicker'
import { shownLabel } from '../overview/labels'
import { type Range } from '../overview/range'
import { RangePicker } from '../overview/RangePicker'
import { useOverviewState } from '../overview/use-overview-state'
import { spendIn, usersWhere, wonIn } from '../paths'
import { campaignName } from '../users/condition-text'

type Row = Campaigns['campaigns'][number]

const campaignOf = ({ source, medium, name }: Row) => ({ source, medium, name })

function columnsOf(range: Range, currency: string): Column<Row>[] {
  const peopleOf = (row: Row) => usersWhere([{ signed_up: [range.from, range.to] }, { campaign: campaignOf(row) }])
  return [
    { head: 'Campaign', kind: 'words', cell: campaignName },
    {
      head: 'Signups',
      kind: 'number',
      cell: (row) => <DrillLink to={peopleOf(row)}>{formatCount(row.signups)}</DrillLink>
    },
    {
      head: 'Earned until now',
      kind: 'number',
      cell: (row) => <DrillLink to={peopleOf(row)}>{formatMoney(row.earnings[currency] ?? '0.00', currency)}</DrillLink>
    },
    {
      head: 'Spend',
      kind: 'number',
      cell: (row) => (
        <DrillLink to={row.spend[currency] && spendIn(range, currency, campaignOf(row))}>
          {formatMoney(row.spend[currency] ?? null, currency)}
        </DrillLink>
      )
    },
    {
      head: 'UAC',
      kind: 'number',
      cell: (row) => (
        <DrillLink to={row.uac[currency] && wonIn(range, currency, campaignOf(row))}>
          {formatMoneyRounded(row.uac[currency] ?? null, currency)}
        </DrillLink>
      )
    }
  ]
}

/** What brought those who signed up, what they have earned, and what one of them cost. */
export default function CampaignsPage() {
  const [state, change] = useOverviewState()
  const { range, today } = state
  const campaigns = useCampaigns(range)
  const currencies = [
    ...new Set(
      campaigns.data?.campaigns.flatMap(({ earnings, spend }) => [...Object.keys(earnings), ...Object.keys(spend)])
    )
  ].sort()
  const currency = chooseCurrency(currencies, state.currency)
  return (
    <>
      <PageHeader
        title="Campaigns"
        description={`First signups of ${shownLabel(range, today)} (UTC), by the first campaign that an event of theirs names.`}
      >
        <RangePicker {...state} onChange={change} />
        <CurrencyPicker
          currencies={currencies}
          currency={currency}
          onChange={(chosen) => change({ currency: chosen })}
        />
        <DownloadCsv path={withQuery('/api/campaigns', { ...range })} name="campaigns" />
      </PageHeader>
      <Loaded query={campaigns} loading={<Skeleton h={320} radius="lg" />}>
        {({ campaigns: all }) =>
          all.length === 0 ? (
            <EmptyState icon={IconSpeakerphone} title="Nobody signed up in this range">
              Campaigns come with <code>context.campaign</code>, which Segment’s browser SDK fills from utm parameters.
            </EmptyState>
          ) : (
            <DataTable
              columns={columnsOf(range, currency)}
              rows={all}
              keyOf={(row) => JSON.stringify(campaignOf(row))}
            />
          )
        }
      </Loaded>
    </>
  )
}
