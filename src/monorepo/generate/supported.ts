import type { AnyDefinition } from '../destination'

/**
 * Tractionboard has no audience settings, hooks, sync modes or dynamic fields. Should it ever get some, a wrong file
 * would be worse than none.
 *
 * @throws Error
 */
export function refuseWhatIsNotGenerated(definition: AnyDefinition): void {
  const parts = [
    'audienceConfig' in definition && 'an audience',
    ...Object.entries(definition.actions).flatMap(([key, { hooks, syncMode, dynamicFields }]) => [
      hooks && `the hooks of ${key}`,
      syncMode && `the sync mode of ${key}`,
      dynamicFields && `the dynamic fields of ${key}`
    ])
  ].filter(Boolean)
  if (parts.length > 0) {
    throw new Error(`Generating ${parts.join(', ')} is left to the monorepo's own commands.`)
  }
}
