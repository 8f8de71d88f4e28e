import { Skeleton } from '@mantine/core'
import { IconSpeakerphone } from '@tabler/icons-react'
import { withQuery } from '../../../look/api/client'
import { DownloadCsv } from '../../../look/components/DownloadCsv'
import { DrillLink } from '../../../look/components/DrillLink'
import { EmptyState } from '../../../look/components/EmptyState'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { formatCount, formatMoney, formatMoneyRounded, UNDEFINED } from '../../../look/format'
import { useCampaigns } from '../api'
import { chooseCurrency } from '../overview/currencies'
import { CurrencyPicker } from '../overview/CurrencyPicker'
import { shownLabel } from '../overview/labels'
import { RangePicker } from '../overview/RangePicker'
import { useOverviewState } from '../overview/use-overview-state'
import { usersWhere } from '../paths'
import { campaignName } from '../users/condition-text'
import classes from '../users/UsersTable.module.css'

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
            <div className={classes.frame}>
              <table className={classes.table}>
                <thead>
                  <tr>
                    <th scope="col">Campaign</th>
                    <th scope="col" className={classes.number}>
                      Signups
                    </th>
                    <th scope="col" className={classes.number}>
                      Earned until now
                    </th>
                    <th scope="col" className={`${classes.number} ${classes.wide}`}>
                      Spend
                    </th>
                    <th scope="col" className={`${classes.number} ${classes.wide}`}>
                      UAC
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {all.map(({ source, medium, name, signups, earnings, spend, uac }) => {
                    const campaign = { source, medium, name }
                    const arrived = { signed_up: [range.from, range.to] }
                    return (
                      <tr key={JSON.stringify(campaign)}>
                        <td dir="auto" className={classes.text}>
                          {campaignName(campaign)}
                        </td>
                        <td className={classes.number}>
                          <DrillLink to={usersWhere([arrived, { campaign }])}>{formatCount(signups)}</DrillLink>
                        </td>
                        <td className={classes.number}>{formatMoney(earnings[currency] ?? '0.00', currency)}</td>
                        <td className={`${classes.number} ${classes.wide}`}>
                          {currency in spend ? formatMoney(spend[currency], currency) : UNDEFINED}
                        </td>
                        <td className={`${classes.number} ${classes.wide}`}>
                          {formatMoneyRounded(uac[currency] ?? null, currency)}
                        </td>
                      </tr>
                    )
                  })}
                </tbody>
              </table>
            </div>
          )
        }
      </Loaded>
    </>
  )
}
