const { pack } = require('../../dist/pipeline/store/batches')
const { digestsOf } = require('../../dist/pipeline/store/digests')

const { SEGMENT_EVENTS } = require('../../dist/pipeline/store/segments')

const WEEK_SECONDS = 7 * 86_400

/** Batches that are written in one statement. */
const CHUNK = 500

/**
 * Writes what a week leaves on record, segment by segment: every batch delivered, but for a tenth of one in a hundred.
 *
 * @param {{ source: string, mapping: string, segments: object, events: number, size?: number }} what `size`: events of a batch
 */
async function fill(database, { source, mapping, segments, events, size = 100 }) {
  const ofSegment = SEGMENT_EVENTS / size
  const batches = Math.ceil(events / SEGMENT_EVENTS) * ofSegment
  for (let first = 0; first < batches; first += ofSegment) {
    await fillSegment(database, {
      source,
      mapping,
      segment: segments.current,
      first,
      end: first + ofSegment,
      batches,
      size
    })
    await segments.next()
  }
  // As the database leaves it that has taken a week for them.
  await database.query('VACUUM (FREEZE, ANALYZE)')
  await database.query('CHECKPOINT')
}

async function fillSegment(database, { source, mapping, segment, first, end, batches, size }) {
  const interval = WEEK_SECONDS / batches
  const messageIdOf = (batch, position) => `m-${batch}-${position}`
  const idsOf = (batch) => digestsOf(Array.from({ length: size }, (_, position) => messageIdOf(batch, position)))
  const lines = (batch) =>
    Array.from({ length: size }, (_, position) =>
      JSON.stringify({
        type: 'track',
        event: 'Report Opened',
        messageId: messageIdOf(batch, position),
        userId: `user-${(batch * 7 + position) % 5000}`,
        receivedAt: new Date().toISOString(),
        properties: { report: 'revenue' }
      })
    )
  for (let start = first; start < end; start += CHUNK) {
    const numbers = Array.from({ length: Math.min(CHUNK, end - start) }, (_, index) => start + index)
    await database.query(
      `INSERT INTO pipeline.batches (source_id, batch_id, segment, received_at, events, keys, body, change, digests)
       SELECT $1, b, $2, now() - (($3 - b) * $8::float8 * interval '1 second'), $4,
         ARRAY (SELECT 'user-' || (b * 7 + position) % 5000 FROM generate_series(0, $4 - 1) AS position) || ARRAY['Report Opened'],
         body, b + 1, digests
       FROM unnest($5::bigint[], $6::bytea[], $7::bytea[]) AS batch (b, body, digests)`,
      [
        ...[source, segment, batches, size, numbers],
        numbers.map((number) => pack(lines(number))),
        ...[numbers.map(idsOf), interval]
      ]
    )
  }
  await database.query('UPDATE pipeline.locks SET changes = $2 WHERE source_id = $1', [source, end])
  await database.query(
    `INSERT INTO pipeline.deliveries (source_id, batch_id, delivery_id, segment, mapping_id, state, events, positions,
       received_at, attempts, attempt_id, code, reason, finished_at)
     SELECT $1, b, b * 2 + part, $2, $3, CASE part WHEN 0 THEN 'delivered' ELSE 'discarded' END,
       CASE part WHEN 0 THEN $4::int - $9::int ELSE $9 END,
       CASE part WHEN 0 THEN concat($9::int, '-', $4::int - 1) ELSE concat('0-', $9::int - 1) END, at, 1, NULL,
       CASE part WHEN 1 THEN 'PAYLOAD_VALIDATION_FAILED' END, CASE part WHEN 1 THEN 'Amount is missing.' END,
       at + (20 + b * 7919 % 2000) * interval '1 millisecond'
     FROM generate_series($5::int, $6::int - 1) AS b, generate_series(0, 1) AS part,
       LATERAL (SELECT now() - ($7::int - b) * $8::float8 * interval '1 second' AS at) AS time
     WHERE part = 0 OR b % 100 = 0`,
    [source, segment, mapping, size, first, end, batches, interval, size / 10]
  )
}

module.exports = { fill }
