import { Skeleton, Stack } from '@mantine/core'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { useIntegrations } from '../api'
import { SampleData } from '../welcome/SampleData'
import { ConnectPipeline } from './ConnectPipeline'
import { ConnectSegment } from './ConnectSegment'
import { SendYourself } from './SendYourself'
import { TokenPanel } from './TokenPanel'

/** The Token ID and how to bring events here with it. */
export default function IntegrationsPage() {
  const integrations = useIntegrations()
  const endpoint = window.location.origin
  return (
    <>
      <PageHeader title="Integrations" description="How events reach this board." />
      <Stack gap="lg" maw={760}>
        <Loaded query={integrations} loading={<Skeleton h={190} radius="lg" />}>
          {({ name, token_id }) => <TokenPanel name={name} tokenId={token_id} />}
        </Loaded>
        <ConnectSegment endpoint={endpoint} />
        <ConnectPipeline endpoint={endpoint} pipeline={integrations.data?.pipeline} />
        <SendYourself endpoint={endpoint} />
        <SampleData hasPipeline={integrations.data?.pipeline !== undefined} />
      </Stack>
    </>
  )
}
