import type { Preview } from '../../read-api/shapes'

export type Difference = { name: string; before: string; after: string }

/** What two previews of one event differ in: whether it is taken, its fields, what is wrong with it. */
export function differencesOf(before: Preview, after: Preview): Difference[] {
  const keys = new Set([...Object.keys(before.payload ?? {}), ...Object.keys(after.payload ?? {})])
  const rows = [
    { name: 'Trigger', before: taken(before), after: taken(after) },
    ...[...keys].map((key) => ({
      name: key,
      before: text(before.payload?.[key]),
      after: text(after.payload?.[key])
    })),
    { name: 'Problems', before: before.problems.join(' ') || 'none', after: after.problems.join(' ') || 'none' }
  ]
  return rows.filter((row) => row.before !== row.after)
}

const taken = ({ trigger }: Preview) => (trigger.matches ? 'matches' : 'does not match')

const text = (value: unknown) => (value === undefined ? 'not there' : JSON.stringify(value))
