import type { Queryable } from '../../database'
import { kindOf } from '../outcomes'
import type { EventPath } from '../read-api/shapes'
import { explain } from './why'

type Refusal = {
  receivedAt: Date
  type: string | null
  name: string | null
  user: string | null
  code: string
  reason: string
  event: string
}

/** What is on record of the latest call with a message id that was never accepted: it came, and went nowhere. */
export async function refusedPath(
  database: Queryable,
  sourceId: string,
  messageId: string
): Promise<EventPath | undefined> {
  const [refusal] = await database.query<Refusal>(
    `select received_at as "receivedAt", type, name, user_id as "user", code, reason, event
     from pipeline.refusals where source_id = $1 and message_id = $2 order by received_at desc limit 1`,
    [sourceId, messageId]
  )
  if (!refusal) return undefined
  const { type, name, user, code, reason, event } = refusal
  const receivedAt = refusal.receivedAt.toISOString()
  const delivery: EventPath['deliveries'][number] = {
    mappingId: null,
    mapping: null,
    state: 'refused',
    attempts: 0,
    code,
    reason,
    nextAttemptAt: null,
    finishedAt: receivedAt,
    history: []
  }
  const kind = kindOf({ type: type ?? 'unknown', event: name ?? type })
  const deliveries = [delivery]
  return {
    messageId,
    receivedAt,
    kind,
    user: user ?? '',
    event: readCall(event),
    deliveries,
    why: explain({ deliveries })
  }
}

/** A large call is not on record as a whole, and what is left of it is no JSON. */
function readCall(text: string): Record<string, unknown> {
  try {
    const call: unknown = JSON.parse(text)
    if (typeof call === 'object' && call !== null && !Array.isArray(call)) return call as Record<string, unknown>
  } catch {
    // Shown as the text that it is.
  }
  return { beginning: text }
}
