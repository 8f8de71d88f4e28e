import type { MappingVersion } from '../../read-api/shapes'
import { sameJson } from '../json/same-json'
import type { Difference } from './differences'

/** What one saving of a mapping changed: its name, its trigger, whether it is on, and its fields one by one. */
export function versionChanges(before: MappingVersion, after: MappingVersion): Difference[] {
  const fields = new Set([...Object.keys(before.mapping), ...Object.keys(after.mapping)])
  const rows: [string, unknown, unknown][] = [
    ['Name', before.name, after.name],
    ['Trigger', before.subscribe, after.subscribe],
    ['Enabled', before.enabled, after.enabled],
    ...[...fields].map((key): [string, unknown, unknown] => [key, before.mapping[key], after.mapping[key]])
  ]
  return rows
    .filter(([, old, now]) => !sameJson(old ?? null, now ?? null))
    .map(([name, old, now]) => ({ name, before: text(old), after: text(now) }))
}

function text(value: unknown): string {
  if (value === undefined || value === null) return 'none'
  return typeof value === 'string' ? value : JSON.stringify(value)
}
