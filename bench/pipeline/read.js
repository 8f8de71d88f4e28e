/**
 * How long each query of the page takes at a million recorded events, in batches of a hundred, a thousand of them failed.
 * Demanded: under 100 ms each. With DATABASE_URL on that PostgreSQL, in a schema `pipeline` that must not exist; otherwise on
 * an embedded one. Run `npm run build` first.
 *
 * node bench/pipeline/read.js [events]
 */
const { openDatabase } = require('../../dist/database')
const { PIPELINE_SCHEMA, startPipeline } = require('../../dist/pipeline')
const { fill, EVENTS_A_BATCH } = require('./record')

const adminKey = 'bench-admin-key-1'
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
  await fill(database, { source: id, mapping: mappings[0].id, segment: 1, batches })
  await database.query('ANALYZE pipeline.batches, pipeline.deliveries')
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

main()
