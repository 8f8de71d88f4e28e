import type { SegmentEvent } from '@segment/actions-core'
import type { Queryable } from '../../database'
import type { Exchange } from '../deliver/exchange'
import type { EventPath } from '../read-api/shapes'
import { digestsOf } from '../store/digests'
import type { MessageIds } from '../store/message-ids'
import { hasPosition } from '../store/positions'
import { deliveriesAt, loadBatches, parseLine, toRow } from './stored'
import { explain } from './why'

/** Makes again what a mapping sends for an event, if the mapping is still the one of that time. */
export type Remake = (mappingId: string, at: Date, event: SegmentEvent) => Promise<Exchange['request'][] | undefined>

interface StoredAttempt {
  id: number
  mappingId: string
  at: Date
  milliseconds: number
  events: number
  exchanges: Exchange[]
  failed: [batchId: number, positions: string][] | null
}

/** Everything on record about one event: what came, where it went, every request and answer. */
export async function eventPath(
  database: Queryable,
  ids: MessageIds,
  sourceId: string,
  messageId: string,
  remake: Remake
): Promise<EventPath | undefined> {
  const places = await ids.findNow(sourceId, digestsOf([messageId]))
  const batches = await loadBatches(
    database,
    sourceId,
    places.map(({ batchId }) => batchId)
  )
  const place = places.find(({ batchId, position }) => batches.get(batchId)?.lines[position])
  if (!place) return undefined
  const { batchId, position } = place
  const batch = batches.get(batchId)!
  const event = parseLine(batch.lines[position])
  const stored = deliveriesAt(batch, position)
  const attempts = await attemptsOf(
    database,
    sourceId,
    batchId,
    stored.flatMap(({ attemptId }) => attemptId ?? [])
  )
  const row = toRow(event, stored)
  const deliveries: EventPath['deliveries'] = []
  for (const [index, { mappingId, attemptId, dueAt, finishedAt }] of stored.entries()) {
    const own = attempts.filter(
      ({ id, mappingId: of, failed }) =>
        id === attemptId ||
        (of === mappingId &&
          failed?.some(([batch, positions]) => batch === batchId && hasPosition(positions, position)))
    )
    deliveries.push({
      ...row.deliveries[index],
      nextAttemptAt: dueAt?.toISOString() ?? null,
      finishedAt: finishedAt?.toISOString() ?? null,
      history: await Promise.all(own.map((attempt) => history(attempt, event, remake)))
    })
  }
  const path = { ...row, event: event as unknown as Record<string, unknown>, deliveries }
  return { ...path, why: explain(path) }
}

const SELECT_ATTEMPTS = `
  SELECT attempt_id AS id, mapping_id AS "mappingId", started_at AS at, milliseconds, events, exchanges, failed
  FROM pipeline.attempts
  WHERE source_id = $1 AND attempt_id = ANY($2::bigint[])
  UNION ALL
  SELECT attempt_id, mapping_id, started_at, milliseconds, events, exchanges, failed
  FROM pipeline.attempts
  WHERE source_id = $1 AND failed IS NOT NULL AND attempt_id <> ALL($2::bigint[])
    AND EXISTS (SELECT FROM json_array_elements(failed) AS each WHERE (each ->> 0)::bigint = $3)`

/** The attempts that delivered an event, and those that failed before. The record of an old one may be gone already. */
async function attemptsOf(
  database: Queryable,
  sourceId: string,
  batchId: number,
  ids: readonly number[]
): Promise<StoredAttempt[]> {
  const attempts = await database.query<StoredAttempt>(SELECT_ATTEMPTS, [sourceId, ids, batchId])
  return attempts.sort((one, other) => one.at.getTime() - other.at.getTime() || one.id - other.id)
}

async function history(
  { mappingId, at, milliseconds, events, exchanges }: StoredAttempt,
  event: SegmentEvent,
  remake: Remake
): Promise<EventPath['deliveries'][number]['history'][number]> {
  const isKept = exchanges.some(({ request }) => request.body !== null)
  const remade = isKept ? undefined : await remake(mappingId, at, event)
  const requests = remade ?? exchanges.map(({ request }) => request)
  return {
    at: at.toISOString(),
    milliseconds,
    events,
    exchanges: exchanges.map((exchange, index) => {
      const { body } = requests[index] ?? exchange.request
      // The body of a batch is a thousand events of other people's; of it, the event's own part is shown.
      return { ...exchange, request: { ...exchange.request, body: events === 1 ? body : null } }
    }),
    sent: ownPart(requests, String(event.messageId))
  }
}

/** In whatever shape a destination sends batches: the object in a list of the body that bears the message id. */
function ownPart(requests: readonly Exchange['request'][], messageId: string): Record<string, unknown> | null {
  for (const { body } of requests) {
    const found = parse(body).find((item) => Object.values(item).includes(messageId))
    if (found) return found
  }
  return null
}

function parse(body: string | null): Record<string, unknown>[] {
  try {
    const value: unknown = JSON.parse(body ?? 'null')
    const lists = Object.values(value ?? {}).filter((list): list is unknown[] => Array.isArray(list))
    return [value, ...lists.flat()].filter(
      (item): item is Record<string, unknown> => typeof item === 'object' && item !== null
    )
  } catch {
    return []
  }
}
