export type SnippetTab = {
  key: string
  label: string
  /** Code to be copied, one piece after the other. */
  steps: string[]
}

/** Code that sends to this pipeline, by client. */
export function snippetsFor(url: string, writeKey: string): SnippetTab[] {
  return [
    { key: 'node', label: 'Node', steps: ['npm install @segment/analytics-node', node(url, writeKey)] },
    { key: 'browser', label: 'Browser', steps: ['npm install @segment/analytics-next', browser(url, writeKey)] },
    { key: 'curl', label: 'curl', steps: [curl(url, writeKey)] },
    { key: 'http', label: 'HTTP', steps: [http(url, writeKey)] }
  ]
}

const node = (host: string, writeKey: string) => `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({ writeKey: '${writeKey}', host: '${host}' })

analytics.identify({ userId: 'ada', traits: { email: 'ada@example.com' } })
analytics.track({ userId: 'ada', event: 'signup' })
analytics.track({ userId: 'ada', event: 'Payment Made', properties: { revenue: 19.99, currency: 'EUR' } })
await analytics.closeAndFlush()`

const browser = (url: string, writeKey: string) => `import { AnalyticsBrowser } from '@segment/analytics-next'

const analytics = AnalyticsBrowser.load({ writeKey: '${writeKey}', cdnURL: '${url}' })

analytics.page()
analytics.identify('ada', { email: 'ada@example.com' })
analytics.track('signup')`

const curl = (url: string, writeKey: string) => `curl ${url}/v1/track \\
  --user '${writeKey}:' \\
  --json '{ "userId": "ada", "event": "signup" }'`

const http = (url: string, writeKey: string) => `POST /v1/batch HTTP/1.1
Host: ${new URL(url).host}
Authorization: Basic ${btoa(`${writeKey}:`)}
Content-Type: application/json

{
  "batch": [
    { "type": "identify", "userId": "ada", "traits": { "email": "ada@example.com" } },
    { "type": "track", "userId": "ada", "event": "Payment Made", "properties": { "revenue": 19.99 } }
  ]
}`
