import type { Integrations } from '../../read-api/shapes'

export interface Example {
  /** On its tab. */
  language: string
  /** Where it goes. */
  hint: string
  code: string
}

/** How a first event is sent, each whole with its keys: through the pipeline beside the board where there is one. */
export function examplesFor({ token_id, pipeline }: Integrations, endpoint: string, now: Date): Example[] {
  const direct: Example = {
    language: pipeline ? 'Events API' : 'cURL',
    hint: 'In a terminal: straight to this board, without Segment.',
    code: `curl ${endpoint}/v1/events \\
  --user '${token_id}:' \\
  --json '{ "events": [{ "id": "first-${now.getTime()}", "type": "signup", "timestamp": "${now.toISOString()}", "user_id": "ada" }] }'`
  }
  if (!pipeline) return [direct]
  const { url, write_key } = pipeline
  return [
    {
      language: 'Browser',
      hint: 'npm install @segment/analytics-next, then anywhere in your website’s code:',
      code: `import { AnalyticsBrowser } from '@segment/analytics-next'

const analytics = AnalyticsBrowser.load({
  writeKey: '${write_key}',
  cdnURL: '${url}'
})

analytics.page()
analytics.identify('ada', { email: 'ada@example.com' })
analytics.track('signup')`
    },
    {
      language: 'Node.js',
      hint: 'npm install @segment/analytics-node, then in a file such as first.mjs:',
      code: `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({
  writeKey: '${write_key}',
  host: '${url}'
})

analytics.identify({ userId: 'ada', traits: { email: 'ada@example.com' } })
analytics.track({ userId: 'ada', event: 'signup' })
await analytics.closeAndFlush()`
    },
    {
      language: 'Python',
      hint: 'pip install segment-analytics-python, then:',
      code: `import segment.analytics as analytics

analytics.write_key = '${write_key}'
analytics.host = '${url}'

analytics.identify('ada', {'email': 'ada@example.com'})
analytics.track('ada', 'signup')
analytics.flush()`
    },
    {
      language: 'cURL',
      hint: 'In a terminal:',
      code: `curl ${url}/v1/track \\
  --user '${write_key}:' \\
  --json '{ "userId": "ada", "event": "signup" }'`
    },
    direct
  ]
}
