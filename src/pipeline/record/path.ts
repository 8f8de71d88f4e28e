import type { Queryable } from '../../database'
import type { Exchange } from '../deliver/exchange'
import { kindOf } from '../outcomes'
import type { EventPath } from '../read-api/shapes'
import { explain } from './why'

type StoredEvent = {
  receivedAt: Date
  type: string
  name: string | null
  user: string | null
  event: Record<string, unknown>
}
type StoredDelivery = Omit<EventPath['deliveries'][number], 'nextAttemptAt' | 'finishedAt' | 'history'> & {
  attemptIds: string[] | null
  dueAt: Date | null
  finishedAt: Date | null
}
type StoredAttempt = { id: string; at: Date; milliseconds: number; events: number; exchanges: Exchange[] }

/** Everything on record about one event: what came, where it went, every request and answer. */
export async function eventPath(
  database: Queryable,
  sourceId: string,
  messageId: string
): Promise<EventPath | undefined> {
  const [stored] = await database.query<StoredEvent>(
    `select received_at as "receivedAt", type, name, coalesce(user_id, anonymous_id) as "user", event
     from pipeline.events where source_id = $1 and message_id = $2`,
    [sourceId, messageId]
  )
  if (!stored) return undefined
  const deliveries = await database.query<StoredDelivery>(
    `select nullif(mapping_id, '') as "mappingId", mapping.name as mapping, state, attempts, code, reason, attempt_ids as "attemptIds", due_at as "dueAt",
       finished_at as "finishedAt"
     from pipeline.deliveries left join pipeline.mappings mapping using (source_id, mapping_id)
     where source_id = $1 and message_id = $2 order by mapping.position`,
    [sourceId, messageId]
  )
  const attempts = await attemptsOf(database, sourceId, deliveries)
  const row = {
    messageId,
    receivedAt: stored.receivedAt.toISOString(),
    kind: kindOf({ type: stored.type, event: stored.name }),
    user: stored.user ?? '',
    event: stored.event,
    deliveries: deliveries.map(({ attemptIds, dueAt, finishedAt, ...delivery }) => ({
      ...delivery,
      nextAttemptAt: dueAt?.toISOString() ?? null,
      finishedAt: finishedAt?.toISOString() ?? null,
      history: (attemptIds ?? []).flatMap((id) => history(attempts.get(id), messageId))
    }))
  }
  return { ...row, why: explain(row) }
}

async function attemptsOf(database: Queryable, sourceId: string, deliveries: readonly StoredDelivery[]) {
  const ids = deliveries.flatMap(({ attemptIds }) => attemptIds ?? [])
  const attempts = await database.query<StoredAttempt>(
    `select attempt_id as id, started_at as at, milliseconds, events, exchanges from pipeline.attempts
     where source_id = $1 and attempt_id = any($2::text[])`,
    [sourceId, ids]
  )
  return new Map(attempts.map((attempt) => [attempt.id, attempt]))
}

/** The record of an old attempt may be gone already. */
function history(attempt: StoredAttempt | undefined, messageId: string) {
  if (!attempt) return []
  const { at, milliseconds, events, exchanges } = attempt
  const mine = events === 1 ? exchanges : exchanges.map(withoutBody)
  return [{ at: at.toISOString(), milliseconds, events, exchanges: mine, sent: ownPart(exchanges, messageId) }]
}

/** The body of a batch is a thousand events of other people's; of it, the event's own part is shown. */
function withoutBody({ request, ...exchange }: Exchange): Exchange {
  return { ...exchange, request: { ...request, body: null } }
}

/** In whatever shape a destination sends batches: the object in a list of the body that bears the message id. */
function ownPart(exchanges: readonly Exchange[], messageId: string): Record<string, unknown> | null {
  for (const { request } of exchanges) {
    const found = parse(request.body).find((item) => Object.values(item).includes(messageId))
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
