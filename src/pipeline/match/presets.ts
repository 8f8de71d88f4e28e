import type { Definition } from '../deliver/engine'
import type { Mapping } from './mapping'

/** The destination's automatic presets, as the mappings that a new destination starts with; each bears its name as id. */
export function presetMappings({ presets = [] }: Definition, now: Date): Mapping[] {
  return presets.flatMap((preset, position) =>
    preset.type === 'automatic'
      ? [
          {
            id: preset.name ?? '',
            position,
            name: preset.name ?? '',
            preset: preset.name ?? null,
            partnerAction: preset.partnerAction,
            subscribe: preset.subscribe,
            mapping: preset.mapping ?? {},
            enabled: true,
            updatedAt: now
          }
        ]
      : []
  )
}
