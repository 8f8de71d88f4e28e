import { Facts } from '../../../look/components/Facts'
import { Panel } from '../../../look/components/Panel'
import type { DestinationCard } from '../../read-api/shapes'
import { plainText } from './plain-text'

/** What the destination can do, and who it is in Segment's catalog. */
export function ActionsPanel({ card: { actions, catalogId, slug, presets } }: { card: DestinationCard }) {
  return (
    <Panel title="In Segment’s catalog">
      <Facts
        facts={[
          ...actions.map(({ title, description }) => [title, plainText(description)] as const),
          ['Presets', presets.map(({ name }) => name).join(', ')],
          ['Catalog ID', catalogId],
          ['Slug', slug]
        ]}
      />
    </Panel>
  )
}
