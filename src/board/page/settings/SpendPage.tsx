import { Skeleton, Stack } from '@mantine/core'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { Panel } from '../../../look/components/Panel'
import { useUrlState } from '../../../look/use-url-state'
import { useCampaignSpend, useSpend } from '../api'
import { CampaignSpendForm } from './CampaignSpendForm'
import { SpendForm } from './SpendForm'
import { YearSwitch } from './YearSwitch'

const DEFAULTS = { year: '' }

/** What was spent to win users, by month and currency: the numerator of the user acquisition cost. */
export default function SpendPage() {
  const [state, change] = useUrlState(DEFAULTS)
  const spend = useSpend()
  const byCampaign = useCampaignSpend()
  const year = /^\d{4}$/.test(state.year) ? Number(state.year) : new Date().getUTCFullYear()
  return (
    <>
      <PageHeader
        title="Acquisition spend"
        description="What you spent to win users, such as on advertising. With the signups of the same months it makes the user acquisition cost."
      >
        <YearSwitch year={year} onChange={(next) => change({ year: String(next) })} />
      </PageHeader>
      <Stack gap="lg">
        <Loaded query={spend} loading={<Skeleton h={560} radius="lg" />}>
          {(saved) => <SpendForm year={year} saved={saved} />}
        </Loaded>
        <Panel
          title={`Spend by campaign, ${year}`}
          description="Apart from the above, to which it is not added. It makes the UAC of each campaign; a campaign is found by the source, medium and name that its visitors came with."
        >
          <Loaded query={byCampaign} loading={<Skeleton h={160} />}>
            {(saved) => <CampaignSpendForm year={year} saved={saved} />}
          </Loaded>
        </Panel>
      </Stack>
    </>
  )
}
