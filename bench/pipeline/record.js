const { digestOf, pack } = require('../../dist/pipeline/store/batches')

const EVENTS_A_BATCH = 100

/** Batches that are written in one statement. */
const CHUNK = 500

const messageIdOf = (batch, position) => `m-${batch}-${position}`

const digestsOf = (batch) =>
  Array.from({ length: EVENTS_A_BATCH }, (_, position) => digestOf(messageIdOf(batch, position)))

/**
 * Writes what a week leaves into a segment of the record: every batch delivered, but for ten events of one in a hundred.
 *
 * @param {{ source: string, mapping: string, segment: number, ids: number, first?: number, batches: number }} what
 * `segment` of the record, `ids` that of the message ids
 */
async function fill(database, { source, mapping, segment, ids, first = 0, batches }) {
  const lines = (batch) =>
    Array.from({ length: EVENTS_A_BATCH }, (_, position) =>
      JSON.stringify({
        type: 'track',
        event: 'Report Opened',
        messageId: messageIdOf(batch, position),
        userId: `user-${(batch * 7 + position) % 5000}`,
        receivedAt: new Date().toISOString(),
        properties: { report: 'revenue' }
      })
    )
  for (let start = first; start < first + batches; start += CHUNK) {
    const numbers = Array.from({ length: Math.min(CHUNK, first + batches - start) }, (_, index) => start + index)
    await database.query(
      `INSERT INTO pipeline.batches (source_id, batch_id, segment, received_at, events, keys, body)
       SELECT $1, b, $2, now() - (($3 - b) * interval '60 seconds'), $4,
         ARRAY (SELECT 'user-' || (b * 7 + position) % 5000 FROM generate_series(0, $4 - 1) AS position) || ARRAY['Report Opened'],
         body
       FROM unnest($5::bigint[], $6::bytea[]) AS batch (b, body)`,
      [source, segment, first + batches, EVENTS_A_BATCH, numbers, numbers.map((number) => pack(lines(number)))]
    )
    await database.query(
      `INSERT INTO pipeline.message_ids (source_id, digest, segment, batch_id, position)
       SELECT $1, digest, $2, $3 + (place - 1) / $4, (place - 1) % $4
       FROM unnest($5::uuid[]) WITH ORDINALITY AS each (digest, place)`,
      [source, ids, start, EVENTS_A_BATCH, numbers.flatMap(digestsOf)]
    )
  }
  await database.query(
    `INSERT INTO pipeline.deliveries (source_id, batch_id, delivery_id, segment, mapping_id, state, events, positions,
       received_at, attempts, attempt_id, code, reason, finished_at)
     SELECT $1, b, b * 2 + part, $2, $3, CASE part WHEN 0 THEN 'delivered' ELSE 'discarded' END,
       CASE part WHEN 0 THEN $4 - 10 ELSE 10 END, CASE part WHEN 0 THEN '10-99' ELSE '0-9' END,
       now() - (($6 - b) * interval '60 seconds'), 1, NULL,
       CASE part WHEN 1 THEN 'PAYLOAD_VALIDATION_FAILED' END, CASE part WHEN 1 THEN 'Amount is missing.' END,
       now() - (($6 - b) * interval '60 seconds') + interval '120 milliseconds'
     FROM generate_series($5::int, $6 - 1) AS b, generate_series(0, 1) AS part WHERE part = 0 OR b % 100 = 0`,
    [source, segment, mapping, EVENTS_A_BATCH, first, first + batches]
  )
}

module.exports = { fill, EVENTS_A_BATCH }
