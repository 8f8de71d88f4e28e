import { Text } from '@mantine/core'
import { Panel } from '../../../look/components/Panel'
import { Snippet } from '../../../look/components/Snippet'

/** On one's own machine, without an account anywhere. */
export function ConnectPipeline({ endpoint }: { endpoint: string }) {
  return (
    <Panel
      title="Connect the local pipeline"
      description="The pipeline takes what Segment’s SDKs send and delivers it here. “tractionboard start” has connected one already; this starts another."
    >
      <Snippet name="Pipeline command" code={pipelineCommand(endpoint)} />
      <Text size="sm" mt="lg" mb="xs">
        Then point a Segment SDK at it, here the one for Node, with the write key that the pipeline shows:
      </Text>
      <Snippet name="SDK set-up" code={SDK_SETUP} />
    </Panel>
  )
}

const pipelineCommand = (endpoint: string) => `export TRACTIONBOARD_TOKEN_ID='<the Token ID from above>'
export TRACTIONBOARD_ENDPOINT='${endpoint}'
npx tractionboard pipeline`

const SDK_SETUP = `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({ writeKey: '<write key>', host: 'http://127.0.0.1:3000' })

analytics.identify({ userId: 'ada', traits: { email: 'ada@example.com' } })
analytics.track({ userId: 'ada', event: 'signup' })`
