import type { Queryable } from '../../database'
import type { Reason } from '../read-api/shapes'
import { readBatches } from '../store/batches'
import { readPositions } from '../store/positions'
import type { Rollups, Topics } from './rollups'
import { parseLine } from './stored'

const HOUR_MS = 3_600_000

const MOST_REASONS = 200

/** Why events of the last hours did not arrive, those of one reason together. */
export async function reasonsOf(
  database: Queryable,
  rollups: Rollups,
  { id, mappings }: { id: string; mappings: readonly { id: string; name: string }[] },
  hours: number,
  now: Date
): Promise<Reason[]> {
  const rows = await rollups.ask('reasons', id, new Date(now.getTime() - hours * HOUR_MS))
  const reasons = putTogether(rows)
    .sort((one, other) => other.count - one.count || other.last - one.last)
    .slice(0, MOST_REASONS)
  const batchIds = reasons.flatMap(({ batchId }) => batchId ?? [])
  const bodies = await readBatches(database, id, batchIds)
  return reasons.map(({ mappingId, batchId, positions, messageId, first, last, ...reason }) => {
    const line = batchId === null ? undefined : bodies.get(batchId)?.[readPositions(positions!)[0]]
    return {
      ...reason,
      mappingId: mappingId || null,
      mapping: mappings.find((mapping) => mapping.id === mappingId)?.name ?? null,
      first: new Date(first).toISOString(),
      last: new Date(last).toISOString(),
      example: line ? String(parseLine(line).messageId) : messageId
    }
  })
}

type Row = Topics['reasons']

function putTogether(rows: readonly Row[]): Row[] {
  const reasons = new Map<string, Row>()
  for (const row of rows) {
    const key = JSON.stringify([row.state, row.mappingId, row.code, row.reason])
    const other = reasons.get(key) ?? { ...row, count: 0 }
    const newer = other.last > row.last ? other : row
    const [first, count] = [Math.min(other.first, row.first), other.count + row.count]
    reasons.set(key, { ...newer, first, count })
  }
  return [...reasons.values()]
}
