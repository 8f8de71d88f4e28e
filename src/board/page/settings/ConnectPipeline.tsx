import { Anchor, Text } from '@mantine/core'
import { Panel } from '../../../look/components/Panel'
import { Snippet } from '../../../look/components/Snippet'
import type { Integrations } from '../../read-api/shapes'

interface ConnectPipelineProps {
  endpoint: string
  /** The one that runs beside this board. */
  pipeline: Integrations['pipeline']
}

/** On one's own machine, without an account anywhere. */
export function ConnectPipeline({ endpoint, pipeline }: ConnectPipelineProps) {
  return (
    <Panel
      title="Connect the local pipeline"
      description={
        pipeline
          ? 'The pipeline takes what Segment’s SDKs send and delivers it here. One runs beside this board already.'
          : 'The pipeline takes what Segment’s SDKs send and delivers it here.'
      }
    >
      {pipeline ? (
        <Anchor href={pipeline.url}>The pipeline’s page, {pipeline.url}</Anchor>
      ) : (
        <Snippet name="Pipeline command" code={pipelineCommand(endpoint)} />
      )}
      <Text size="sm" mt="lg" mb="xs">
        Point a Segment SDK at it, here the one for Node:
      </Text>
      <Snippet
        name="SDK set-up"
        code={sdkSetup(pipeline ?? { url: 'http://127.0.0.1:3000', write_key: '<the write key that it shows>' })}
      />
    </Panel>
  )
}

const pipelineCommand = (endpoint: string) => `export TRACTIONBOARD_TOKEN_ID='<the Token ID from above>'
export TRACTIONBOARD_ENDPOINT='${endpoint}'
npx tractionboard pipeline`

const sdkSetup = ({ url, write_key }: NonNullable<Integrations['pipeline']>) =>
  `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({
  writeKey: '${write_key}',
  host: '${url}'
})

analytics.identify({ userId: 'ada', traits: { email: 'ada@example.com' } })
analytics.track({ userId: 'ada', event: 'signup' })
await analytics.closeAndFlush()`
