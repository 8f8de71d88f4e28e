import '@mantine/core/styles/List.css'

import { List } from '@mantine/core'
import { CopyField } from '../../../look/components/CopyField'
import { Panel } from '../../../look/components/Panel'

/** In Segment's own app. Segment's servers must be able to reach the endpoint. */
export function ConnectSegment({ endpoint }: { endpoint: string }) {
  const isReachable = endpoint.startsWith('https:')
  return (
    <Panel
      title="Connect Segment"
      description={
        isReachable
          ? 'Segment delivers to this board over the internet.'
          : 'Segment delivers over the internet and only to https: put this board behind a public https address first. Until then, connect the local pipeline below.'
      }
    >
      <List type="ordered" spacing={6} size="sm" mb="md">
        <List.Item>
          In Segment, open Connections, Catalog, and add the destination Tractionboard to your source.
        </List.Item>
        <List.Item>Paste the Token ID from above, and the endpoint from below where the board is your own.</List.Item>
        <List.Item>Keep the preset mappings, enable the destination and send a test event.</List.Item>
      </List>
      <CopyField label="Endpoint" value={endpoint} />
    </Panel>
  )
}
