/**
 * How long each query of the page takes at a million recorded events, in batches of a hundred, a thousand of them failed.
 * Demanded: under 100 ms each. With DATABASE_URL on that PostgreSQL, in a schema `pipeline` that must not exist; otherwise on
 * an embedded one. Run `npm run build` first.
 *
 * node bench/pipeline/read.js [events]
 */
const { openDatabase } = require('../../dist/database')
const { PIPELINE_SCHEMA, startPipeline } = require('../../dist/pipeline')

const adminKey = 'bench-admin-key-1'
const EVENTS_A_BATCH = 100
const ROUNDS = 5

async function main() {
  const events = Number(process.argv[2] ?? 1_000_000)
  const batches = Math.ceil(events / EVENTS_A_BATCH)
  const location = process.env.DATABASE_URL ? { url: process.env.DATABASE_URL } : { memory: true }
  const database = await openDatabase(location, PIPELINE_SCHEMA)
  const pipeline = await startPipeline({
    database,
    port: 0,
    adminKey,
    sources: [{ name: 'Bench', writeKey: 'bench', settings: { tokenId: 'none', endpoint: 'http://127.0.0.1:9' } }]
  })
  const get = async (path) => {
    const response = await fetch(pipeline.url + path, { headers: { authorization: `Bearer ${adminKey}` } })
    const text = await response.text()
    if (!response.ok) throw new Error(`${path}: ${response.status} ${text}`)
    return JSON.parse(text)
  }
  const [{ id }] = (await get('/api/sources')).sources
  const { mappings } = await get(`/api/sources/${id}/mappings`)
  await fill(database, id, mappings, batches)
  console.log(`${batches * EVENTS_A_BATCH} events on record, ${process.env.DATABASE_URL ? 'PostgreSQL' : 'embedded'}`)

  const paths = [
    ...['/counts?hours=24', '/counts?hours=744', '/health?hours=24', '/health?hours=744', '/reasons?hours=24'],
    ...['/reasons?hours=744', '/lanes', '/mappings', '/events', '/events?state=discarded', '/events?query=user-7'],
    ...['/events?query=nobody', '/why?query=user-7']
  ]
  for (const path of paths) {
    const times = []
    for (let round = 0; round < ROUNDS; round++) {
      const begun = performance.now()
      await get(`/api/sources/${id}${path}`)
      times.push(performance.now() - begun)
    }
    times.sort((one, other) => one - other)
    console.log(`${path.padEnd(28)} median ${times[2].toFixed(0).padStart(5)} ms, longest ${times[4].toFixed(0)} ms`)
  }
  await pipeline.close()
  await database.close()
}

/** What a week leaves: every batch delivered, but for ten events of one in a hundred. */
async function fill(database, source, mappings, batches) {
  const { pack } = require('../../dist/pipeline/store/batches')
  const [{ segment }] = await database.query(`SELECT segment FROM pipeline.segments WHERE kind = 'record' LIMIT 1`)
  const lines = (batch) =>
    Array.from({ length: EVENTS_A_BATCH }, (_, position) =>
      JSON.stringify({
        type: 'track',
        event: 'Report Opened',
        messageId: `m-${batch}-${position}`,
        userId: `user-${(batch * 7 + position) % 5000}`,
        receivedAt: new Date().toISOString(),
        properties: { report: 'revenue' }
      })
    )
  const CHUNK = 500
  for (let start = 0; start < batches; start += CHUNK) {
    const numbers = Array.from({ length: Math.min(CHUNK, batches - start) }, (_, index) => start + index)
    await database.query(
      `INSERT INTO pipeline.batches (source_id, batch_id, segment, received_at, events, keys, body)
       SELECT $1, b, $2, now() - (($3 - b) * interval '60 seconds'), $4,
         ARRAY (SELECT 'user-' || (b * 7 + position) % 5000 FROM generate_series(0, $4 - 1) AS position) || ARRAY['Report Opened'],
         body
       FROM unnest($5::bigint[], $6::bytea[]) AS batch (b, body)`,
      [source, segment, batches, EVENTS_A_BATCH, numbers, numbers.map((number) => pack(lines(number)))]
    )
  }
  await database.query(
    `INSERT INTO pipeline.deliveries (source_id, batch_id, delivery_id, segment, mapping_id, state, events, positions,
       received_at, attempts, attempt_id, code, reason, finished_at)
     SELECT $1, b, b * 2 + part, $2, $3, CASE part WHEN 0 THEN 'delivered' ELSE 'discarded' END,
       CASE part WHEN 0 THEN $4 - 10 ELSE 10 END, CASE part WHEN 0 THEN '10-99' ELSE '0-9' END,
       now() - (($5 - b) * interval '60 seconds'), 1, NULL,
       CASE part WHEN 1 THEN 'PAYLOAD_VALIDATION_FAILED' END, CASE part WHEN 1 THEN 'Amount is missing.' END,
       now() - (($5 - b) * interval '60 seconds') + interval '120 milliseconds'
     FROM generate_series(0, $5 - 1) AS b, generate_series(0, 1) AS part WHERE part = 0 OR b % 100 = 0`,
    [source, segment, mappings[0].id, EVENTS_A_BATCH, batches]
  )
  await database.query('ANALYZE pipeline.batches, pipeline.deliveries')
}

main()
