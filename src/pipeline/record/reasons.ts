import type { Queryable } from '../../database'
import type { Reason } from '../read-api/shapes'
import { parseLine } from './stored'
import { readBatches } from '../store/batches'
import { readPositions } from '../store/positions'

type Row = Omit<Reason, 'first' | 'last' | 'example'> & {
  first: Date
  last: Date
  batchId: number | null
  positions: string | null
  messageId: string | null
}

const SELECT_REASONS = `
  SELECT state, nullif(entry.mapping_id, '') AS "mappingId", mapping.name AS mapping, code, reason,
    sum(events) AS count, min(received_at) AS first, max(received_at) AS last,
    (array_agg(batch_id ORDER BY received_at DESC))[1] AS "batchId",
    (array_agg(positions ORDER BY received_at DESC))[1] AS positions,
    (array_agg(message_id ORDER BY received_at DESC))[1] AS "messageId"
  FROM (
    SELECT source_id, state, mapping_id, code, reason, events, received_at, batch_id, positions, NULL AS message_id
    FROM pipeline.deliveries
    WHERE source_id = $1 AND state IN ('retrying', 'discarded', 'filtered') AND received_at >= $2
    UNION ALL
    SELECT source_id, state, '', code, reason, 1, received_at, NULL, NULL, message_id
    FROM pipeline.refusals WHERE source_id = $1 AND received_at >= $2
  ) AS entry
  LEFT JOIN pipeline.mappings AS mapping USING (source_id, mapping_id)
  GROUP BY state, entry.mapping_id, mapping.name, code, reason
  ORDER BY count DESC, last DESC LIMIT 200`

/** Why events of the last hours did not arrive, those of one reason together. */
export async function reasonsOf(database: Queryable, sourceId: string, hours: number, now: Date): Promise<Reason[]> {
  const rows = await database.query<Row>(SELECT_REASONS, [sourceId, new Date(now.getTime() - hours * 3_600_000)])
  const bodies = await readBatches(
    database,
    sourceId,
    rows.flatMap(({ batchId }) => batchId ?? [])
  )
  return rows.map(({ batchId, positions, messageId, first, last, ...row }) => {
    const line = batchId === null ? undefined : bodies.get(batchId)?.[readPositions(positions!)[0]]
    return {
      ...row,
      first: first.toISOString(),
      last: last.toISOString(),
      example: line ? String(parseLine(line).messageId) : messageId
    }
  })
}
