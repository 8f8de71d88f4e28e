/**
 * A day's outage in simulated time: payments come in at 50 events a second, scaled down by `scale` (each batch of 100 stands
 * for so many seconds), while the endpoint answers 503; the record's limit is a tenth of them. Then the endpoint is back.
 * Run `npm run build` first.
 *
 * node bench/pipeline/outage.js [scale]
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

const DAY_MS = 86_400_000
/** The longest wait between two probes. */
const PROBE_MS = 900_000
const BATCH = 100
const FRESH = 20_000

async function main() {
  const scale = Number(process.argv[2] ?? 40)
  const batches = Math.round((50 * DAY_MS) / 1000 / BATCH / scale)
  const endpoint = await startEndpoint()
  const folder = mkdtempSync(path.join(tmpdir(), 'tractionboard-outage-'))
  const database = await openDatabase({ folder: path.join(folder, 'pipeline') }, PIPELINE_SCHEMA)
  let time = Date.parse('2024-02-29T00:00:00.000Z')
  const now = () => new Date(time)
  let delivered = 0
  const others = {}
  const pipeline = await startPipeline({
    database,
    port: 0,
    adminKey: 'bench-admin-key-1',
    quiet: true,
    sources: [{ name: 'Bench', writeKey: 'bench', settings: { tokenId: 'bench-token-id', endpoint: endpoint.url } }],
    onOutcome({ outcome }) {
      if (outcome === 'delivered') delivered++
      else others[outcome] = (others[outcome] ?? 0) + 1
    },
    now
  })
  const [{ id }] = await database.query('SELECT source_id AS id FROM pipeline.sources')
  const segments = await Segments.open(database, await MessageIds.open(database, [id], now), now, console.error)
  const count = batches * BATCH
  const keep = () => keepUp(database, segments, [id], { days: 7, events: count / 10, undeliveredDays: 90 }, now())
  const until = async (number) => {
    while (delivered < number) {
      time += 1000
      await sleep(20)
    }
  }
  const sizeOf = () => Number(execFileSync('du', ['-sb', folder]).toString().split('\t')[0])
  let sent = 0
  let cents = 0
  const send = async () => {
    const batch = Array.from({ length: BATCH }, (_, index) => {
      const amount = (sent + index) % 10_000
      cents += amount
      const properties = { revenue: amount / 100, currency: 'USD', order: `order ${sent + index}`, plan: 'pro' }
      const userId = `user ${(sent + index) % 5000}`
      return { type: 'track', event: 'Payment Made', messageId: `payment ${sent + index}`, userId, properties }
    })
    const body = JSON.stringify({ batch, writeKey: 'bench' })
    const response = await fetch(`${pipeline.url}/v1/batch`, { method: 'POST', body })
    if (response.status !== 200) throw new Error(`answered ${response.status}`)
    sent += BATCH
  }
  const timed = async (work) => {
    const [began, cpu] = [Date.now(), process.cpuUsage()]
    await work()
    const { user, system } = process.cpuUsage(cpu)
    return { seconds: (Date.now() - began) / 1000, cpu: (user + system) / 1000 }
  }
  const rate = ({ seconds, cpu }, events) =>
    `${Math.round(events / seconds)} a second, ${Math.round((cpu * 1000) / events)} µs of processor time an event`

  // What is fresh goes at once; the second time, with everything warm, counts.
  const fresh = async () => {
    const wanted = sent + FRESH
    while (sent < wanted) await send()
    await until(wanted)
  }
  await fresh()
  console.log(`fresh, received and delivered: ${rate(await timed(fresh), FRESH)}`)

  endpoint.isDown = true
  endpoint.tries = 0
  const sizes = [sizeOf()]
  let probed = time
  for (let tenth = 1; tenth <= 10; tenth++) {
    const receiving = await timed(async () => {
      for (const end = FRESH * 2 + (count * tenth) / 10; sent < end;) {
        await send()
        if ((time += DAY_MS / batches) < probed + PROBE_MS) continue
        // The clock stands still while the endpoint is probed: a lease would be over before it is used.
        probed = time
        await sleep(300)
      }
    })
    await keep()
    sizes.push(sizeOf())
    const grown = (sizes[tenth] - sizes[tenth - 1]) / (count / 10)
    if (tenth === 1 || tenth === 10) {
      console.log(
        `tenth ${tenth} of the day: received ${rate(receiving, count / 10)}, ${Math.round(grown)} bytes an event`
      )
    }
  }
  console.log(`the day: ${count} events, ${endpoint.tries} tries, the folder grew by ${mb(sizes[10] - sizes[0])} MB`)

  endpoint.isDown = false
  console.log(`recovery: ${rate(await timed(() => until(sent)), count)}`)
  await keep()
  const exact = endpoint.cents === cents && endpoint.events.size === sent
  console.log(`delivered ${delivered} of ${sent}, revenue ${endpoint.cents / 100} of ${cents / 100}: ${exact}`)
  console.log(`other outcomes: ${JSON.stringify(others)}; folder ${mb(sizeOf())} MB`)
  await pipeline.close()
  await database.close()
  endpoint.close()
  rmSync(folder, { recursive: true, force: true })
  process.exit(exact ? 0 : 1)
}

const mb = (bytes) => Math.round(bytes / 1e6)

/** An Events API that stores each id once, and may be down. */
async function startEndpoint() {
  const endpoint = { isDown: false, tries: 0, cents: 0, events: new Set() }
  const server = http.createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const answer = (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    }
    if (endpoint.isDown) {
      if (request.url === '/v1/events') endpoint.tries++
      return answer(503, {})
    }
    if (request.url === '/v1/account') return answer(200, { name: 'Bench' })
    const { events } = JSON.parse(Buffer.concat(chunks).toString())
    for (const { id, amount } of events) {
      if (endpoint.events.has(id)) continue
      endpoint.events.add(id)
      endpoint.cents += Math.round(Number(amount) * 100)
    }
    answer(200, { results: events.map(() => ({ status: 201 })) })
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  endpoint.url = `http://127.0.0.1:${server.address().port}`
  endpoint.close = () => server.closeAllConnections()
  return endpoint
}

main()
