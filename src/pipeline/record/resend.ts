import type { Queryable } from '../../database'

/** Which discarded deliveries to send again: all, or those of an event, of a mapping, with a code. */
export type ResendFilter = { messageId?: string; mapping?: string; code?: string }

/**
 * Makes discarded deliveries due at once, with four new hours of retries.
 *
 * @returns how many there were
 */
export async function resend(database: Queryable, sourceId: string, filter: ResendFilter, now: Date): Promise<number> {
  const { messageId, mapping, code } = filter
  const sent = await database.query(
    `update pipeline.deliveries
     set state = 'waiting', due_at = $2, held = false, since = $2, attempts = 0, code = null, reason = null, finished_at = null
     where source_id = $1 and state = 'discarded' and ($3::text is null or message_id = $3)
       and ($4::text is null or mapping_id = $4) and ($5::text is null or code = $5)
       and mapping_id in (select mapping_id from pipeline.mappings where source_id = $1)
     returning 1`,
    [sourceId, now, messageId ?? null, mapping ?? null, code ?? null]
  )
  return sent.length
}
