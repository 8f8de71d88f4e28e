import { Panel } from '../../../look/components/Panel'
import { Snippet } from '../../../look/components/Snippet'

/** Without Segment: the Events API, as a first test. */
export function SendYourself({ endpoint }: { endpoint: string }) {
  return (
    <Panel
      title="Send an event yourself"
      description="The Events API takes up to 1,000 events a call. An event with an id that is known already is stored once."
    >
      <Snippet name="cURL call" code={curl(endpoint)} />
    </Panel>
  )
}

const curl = (endpoint: string) => `curl ${endpoint}/v1/events \\
  --user "$TRACTIONBOARD_TOKEN_ID:" \\
  --json '{
    "events": [
      { "id": "first", "type": "signup", "timestamp": "${new Date().toISOString().slice(0, 10)}T09:00:00Z", "user_id": "ada" }
    ]
  }'`
