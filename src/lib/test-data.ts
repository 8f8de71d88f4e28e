import type { InputField } from '@segment/actions-core'
import Chance from 'chance'

/**
 * Data for the destination's snapshot tests: what `lib/test-data` of Segment's monorepo makes of the same seed, so that
 * the tests and their snapshots stand in both places as they are. It knows the kinds of fields that the destination has.
 *
 * @param seedName the same seed gives the same data
 * @param isRequiredOnly leaves out optional fields; like the monorepo's, it keeps those whose key contains `id`
 * @returns the mapped fields of the action, and settings
 */
export function generateTestData(
  seedName: string,
  destination: { authentication?: { fields: object } },
  action: { fields: Record<string, InputField> },
  isRequiredOnly: boolean
): [Record<string, unknown>, Record<string, unknown>] {
  const fields = Object.entries(action.fields).filter(
    ([key, { required }]) => !isRequiredOnly || required || key.includes('id')
  )
  const settings: [string, InputField][] = Object.entries(destination.authentication?.fields ?? {})
  return [
    Object.fromEntries(fields.map(([key, field]) => [key, listed(field, valueOf(seedName, field, key))])),
    Object.fromEntries(settings.map(([key, field]) => [key, valueOf(seedName, field)]))
  ]
}

function listed({ multiple }: InputField, value: unknown): unknown {
  return multiple ? [value] : value
}

function valueOf(seedName: string, { type, format, choices, minimum, maximum }: InputField, key?: string): unknown {
  const chance = new Chance(seedName)
  if (key === 'currency') return chance.currency().code
  if (Array.isArray(choices)) {
    const choice = chance.pickone<(typeof choices)[number]>(choices)
    return typeof choice === 'object' ? choice.value : choice
  }
  const bounds = { ...(minimum !== undefined && { min: minimum }), ...(maximum !== undefined && { max: maximum }) }
  switch (type) {
    case 'boolean':
      return chance.bool()
    case 'datetime':
      return '2021-02-01T00:00:00.000Z'
    case 'integer':
      return chance.integer(bounds)
    case 'number':
      return chance.floating({ ...bounds, fixed: 2 })
    case 'object':
      return { testType: chance.string() }
    default:
      return format === 'uri' ? chance.url() : chance.string()
  }
}
