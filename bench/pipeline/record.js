const { pack } = require('../../dist/pipeline/store/batches')
const { digestsOf } = require('../../dist/pipeline/store/digests')

const EVENTS_A_BATCH = 100

/** Batches that are written in one statement. */
const CHUNK = 500

const messageIdOf = (batch, position) => `m-${batch}-${position}`

const idsOf = (batch) =>
  digestsOf(Array.from({ length: EVENTS_A_BATCH }, (_, position) => messageIdOf(batch, position)))

/**
 * Writes what a week leaves into a segment of the record: every batch delivered, but for ten events of one in a hundred.
 *
 * @param {{ source: string, mapping: string, segment: number, first?: number, batches: number }} what
 */
async function fill(database, { source, mapping, segment, first = 0, batches }) {
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
      `INSERT INTO pipeline.batches (source_id, batch_id, segment, received_at, events, keys, body, change, digests)
       SELECT $1, b, $2, now() - (($3 - b) * interval '60 seconds'), $4,
         ARRAY (SELECT 'user-' || (b * 7 + position) % 5000 FROM generate_series(0, $4 - 1) AS position) || ARRAY['Report Opened'],
         body, b + 1, digests
       FROM unnest($5::bigint[], $6::bytea[], $7::bytea[]) AS batch (b, body, digests)`,
      [
        ...[source, segment, first + batches, EVENTS_A_BATCH, numbers],
        numbers.map((number) => pack(lines(number))),
        numbers.map(idsOf)
      ]
    )
  }
  await database.query('UPDATE pipeline.locks SET changes = $2 WHERE source_id = $1', [source, first + batches])
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
