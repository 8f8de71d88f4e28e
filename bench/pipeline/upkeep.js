/**
 * Forgetting a million recorded events of which a tenth is kept, embedded, while batches of a hundred come in: how long the
 * longest request took before and meanwhile, and what the folder gives back. One in a hundred of the batches has events that
 * were not delivered, which stay. Demanded: no request held up for more than 100 ms. Run `npm run build` first.
 *
 * node bench/pipeline/upkeep.js [events]
 */
const { execFileSync } = require('node:child_process')
const { mkdtempSync, rmSync } = require('node:fs')
const http = require('node:http')
const { tmpdir } = require('node:os')
const path = require('node:path')
const { setTimeout: sleep } = require('node:timers/promises')
const { openDatabase } = require('../../dist/database')
const { PIPELINE_SCHEMA, startPipeline } = require('../../dist/pipeline')
const { keepUp } = require('../../dist/pipeline/record/upkeep')
const { MessageIds } = require('../../dist/pipeline/store/message-ids')
const { Segments } = require('../../dist/pipeline/store/segments')
const { fill } = require('./record')

/** Enough to open a segment, seal the message ids of the one before, and come to a checkpoint or two. */
const FILLED = 250_000

async function main() {
  const events = Number(process.argv[2] ?? 1_000_000)
  const folder = mkdtempSync(path.join(tmpdir(), 'tractionboard-upkeep-'))
  const location = { folder: path.join(folder, 'pipeline') }
  const endpoint = await startEndpoint()
  const settings = { tokenId: 'bench-token-id', endpoint: `http://127.0.0.1:${endpoint.address().port}` }
  const sources = [{ name: 'Bench', writeKey: 'bench', settings }]
  const start = (database) => startPipeline({ database, port: 0, adminKey: 'bench-admin-key-1', sources })
  let database = await openDatabase(location, PIPELINE_SCHEMA)
  await (await start(database)).close()
  const [{ id }] = await database.query('SELECT source_id AS id FROM pipeline.sources')
  const [{ mapping }] = await database.query('SELECT mapping_id AS mapping FROM pipeline.mappings LIMIT 1')
  const now = () => new Date()
  const open = async () => Segments.open(database, await MessageIds.open(database, [id], now), now, console.error)
  await fill(database, { source: id, mapping, segments: await open(), events })
  await database.close()

  database = await openDatabase(location, PIPELINE_SCHEMA)
  const segments = await open()
  const pipeline = await start(database)
  const sizeOf = () => Number(execFileSync('du', ['-sb', folder]).toString().split('\t')[0])
  const mb = (bytes) => Math.round(bytes / 1e6)
  const before = sizeOf()
  const count = async () => (await database.query('SELECT sum(events) AS events FROM pipeline.batches'))[0].events
  console.log(`${await count()} events on record, ${mb(before)} MB`)

  let sent = 0
  const times = []
  const send = async (pause) => {
    const batch = Array.from({ length: 100 }, () => ({
      type: 'track',
      event: 'Opened',
      userId: `u${sent % 500}`,
      messageId: `new ${sent++}`
    }))
    const begun = performance.now()
    const body = JSON.stringify({ batch, writeKey: 'bench' })
    const response = await fetch(`${pipeline.url}/v1/batch`, { method: 'POST', body })
    await response.text()
    if (response.status !== 200) throw new Error(`answered ${response.status}`)
    times.push(performance.now() - begun)
    if (pause) await sleep(pause)
  }
  const describe = (what) => {
    times.sort((one, other) => one - other)
    const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(0)
    console.log(`${what}: ${times.length} requests, median ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`)
    times.length = 0
  }
  await send(0)
  describe('the first')
  while (sent < FILLED) await send(0)
  describe('while it fills')
  for (const end = Date.now() + 5_000; Date.now() < end;) await send(10)
  describe('before')

  const begun = performance.now()
  let isDone = false
  const keep = { days: 7, events: events / 10, undeliveredDays: 90 }
  const keeping = keepUp(database, segments, [id], keep, now()).finally(() => (isDone = true))
  while (!isDone) await send(10)
  await keeping
  describe(`upkeep of ${((performance.now() - begun) / 1000).toFixed(1)} s`)
  for (const end = Date.now() + 5_000; Date.now() < end;) await send(10)
  describe('after')
  await database.query('CHECKPOINT')
  const parts = execFileSync('du', ['-sb', path.join(folder, 'pipeline/pg_wal'), path.join(folder, 'pipeline/base')])
    .toString()
    .trim()
  console.log(`${await count()} events on record, ${mb(sizeOf())} MB`, parts.replace(/\s+/g, ' '))
  await pipeline.close()
  await database.close()
  endpoint.closeAllConnections()
  endpoint.close()
  rmSync(folder, { recursive: true })
}

/** An Events API that stores nothing and answers at once. */
async function startEndpoint() {
  const server = http.createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const { events = [] } = JSON.parse(Buffer.concat(chunks).toString() || '{}')
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ name: 'Bench', results: events.map(() => ({ status: 201 })) }))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

main()
