import type { MappingEntry, MappingInput } from '../../read-api/shapes'

/** The part of a mapping that can be changed: Segment's subscription. */
export function inputOf({ name, partnerAction, subscribe, mapping, enabled }: MappingEntry): MappingInput {
  return { name, partnerAction, subscribe, mapping, enabled }
}
