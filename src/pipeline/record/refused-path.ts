import type { Queryable } from '../../database'
import { kindOf } from '../outcomes'
import type { EventPath } from '../read-api/shapes'
import { explain } from './why'

interface Refusal {
  receivedAt: Date
  type: string | null
  name: string | null
  user: string | null
  state: EventPath['deliveries'][number]['state']
  code: string
  reason: string
  event: string | null
}

const SELECT_CALL = `
  SELECT received_at AS "receivedAt", type, name, user_id AS "user", state, code, reason, event
  FROM pipeline.refusals WHERE source_id = $1 AND message_id = $2 ORDER BY received_at DESC, refusal_id DESC LIMIT 1`

/** What is on record of the latest call with a message id that was never accepted: it came, and went nowhere. */
export async function refusedPath(
  database: Queryable,
  sourceId: string,
  messageId: string
): Promise<EventPath | undefined> {
  const [refusal] = await database.query<Refusal>(SELECT_CALL, [sourceId, messageId])
  if (!refusal) return undefined
  const { type, name, user, state, code, reason, event } = refusal
  const receivedAt = refusal.receivedAt.toISOString()
  const delivery: EventPath['deliveries'][number] = {
    mappingId: null,
    mapping: null,
    state,
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
    event: readCall(event ?? '{}'),
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
