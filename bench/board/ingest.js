'use strict'

/**
 * How fast `POST /v1/events` stores batches of 1,000, against a bare multi-row INSERT of the same rows into one plain table of
 * jsonb with four indexes: `node bench/board/ingest.js [batches] [embedded | postgres URL] [folder of a build]`, after `npm run build`. The
 * two take turns in one database, so that both meet the same machine. On Linux it says which thread the processor's time goes to; this one
 * sends, too.
 */
const { mkdtempSync, readFileSync, readdirSync, rmSync } = require('node:fs')
const { Agent, request } = require('node:http')
const { tmpdir } = require('node:os')
const { join, resolve } = require('node:path')
const { performance } = require('node:perf_hooks')
const { json } = require('node:stream/consumers')
const { batches, quantile, workload } = require('./workload')

/** Milliseconds. On a machine that others use too, CPU=1 counts this process's own time, which its embedded database is a part of. */
const clock = process.env.CPU ? () => sum(Object.values(process.cpuUsage())) / 1_000 : () => performance.now()

const SIZE = 1_000
const WARM_UP = 10

/** The yardstick stays as it is, whatever becomes of the board's own table. */
const BARE = [
  `CREATE TABLE board.bench_bare (board_id int NOT NULL, id text COLLATE "C" NOT NULL, time timestamptz NOT NULL,
    type text NOT NULL, actor text COLLATE "C" NOT NULL, event jsonb NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT statement_timestamp(), PRIMARY KEY (board_id, id))`,
  'CREATE INDEX ON board.bench_bare (board_id, actor, type, time, id)',
  'CREATE INDEX ON board.bench_bare (board_id, type COLLATE "C", time, id)',
  'CREATE INDEX ON board.bench_bare (board_id, stored_at, id)'
]

async function main() {
  const [, , rounds = '100', location = 'embedded', build = join(__dirname, '../../dist')] = process.argv
  const { openDatabase } = require(join(resolve(build), 'database'))
  const { startBoard } = require(join(resolve(build), 'board'))
  const folder = mkdtempSync(join(tmpdir(), 'tractionboard-bench-'))
  const engine = await openDatabase(location === 'embedded' ? { folder: join(folder, 'data') } : { url: location })
  const tokenId = `bench-token-${Date.now()}`
  const board = await startBoard({
    database: engine,
    port: 0,
    boards: [{ tokenId, adminKey: `bench-key-${Date.now()}`, name: 'Bench' }]
  })
  await engine.query('DROP TABLE IF EXISTS board.bench_bare')
  for (const statement of BARE) await engine.query(statement)

  const authorization = `Basic ${Buffer.from(`${tokenId}:`).toString('base64')}`
  const through = async (events) => {
    const { results } = await post(`${board.url}/v1/events`, authorization, JSON.stringify({ events }))
    if (!results.every(({ status }) => status === 201)) throw new Error('An event was not stored')
  }
  const bare = async (events) => {
    const parameters = []
    const rows = events.map((event) => {
      const actor = event.user_id === undefined ? `a:${event.anonymous_id}` : `u:${event.user_id}`
      const first = parameters.push(event.id, event.timestamp, event.type, actor, JSON.stringify(event)) - 4
      return `(1, ${[0, 1, 2, 3, 4].map((offset) => `$${first + offset}`).join(', ')})`
    })
    await engine.query(
      `INSERT INTO board.bench_bare (board_id, id, time, type, actor, event) VALUES ${rows.join(', ')}`,
      parameters
    )
  }

  const total = Number(rounds) + WARM_UP
  const events = workload({ events: total * SIZE, persons: (total * SIZE) / 10 })
  const times = { through: [], bare: [] }
  const spent = new Map()
  let round = 0
  for (const batch of batches(events, SIZE)) {
    const before = threadTimes()
    const storing = await time(() => through(batch))
    const after = threadTimes()
    const inserting = await time(() => bare(batch))
    if (round++ >= WARM_UP) {
      for (const [thread, ms] of after) add(spent, thread, ms - (before.get(thread) ?? 0))
      times.through.push(storing)
      times.bare.push(inserting)
    }
  }
  const median = { through: quantile(times.through, 0.5), bare: quantile(times.bare, 0.5) }
  console.log(
    `batches of ${SIZE}, ${rounds} rounds, ${location === 'embedded' ? 'embedded PGlite on a folder' : 'PostgreSQL'}`
  )
  for (const name of ['bare', 'through']) {
    const label = name === 'bare' ? 'bare INSERT' : 'POST /v1/events'
    console.log(
      `${label.padEnd(16)} ${median[name].toFixed(1)} ms a batch, ${Math.round((SIZE / median[name]) * 1000)} events/s`
    )
  }
  console.log(
    `ratio            ${(median.bare / median.through).toFixed(2)} (median), ${(sum(times.bare) / sum(times.through)).toFixed(2)} (mean)`
  )
  const { [String(process.pid)]: own = 0, ...others } = Object.fromEntries(spent)
  const [engineThread = 0, ...rest] = Object.values(others).sort((one, other) => other - one)
  const share = (ms) => `${(ms / times.through.length).toFixed(1)} ms`
  console.log(
    `processor        ${share(own)} a batch in this thread, ${share(engineThread)} in the engine's, ${share(sum(rest))} in others`
  )
  agent.destroy()
  await board.close()
  await engine.close()
  rmSync(folder, { recursive: true, force: true })
}

/** Over one connection that stays open. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 })

function post(url, authorization, body) {
  const headers = { authorization, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      json(response).then(resolve, reject)
    })
    sending.on('error', reject)
    sending.end(body)
  })
}

/** Processor time in ms by thread, as far as the system tells it. */
function threadTimes() {
  const times = new Map()
  try {
    for (const thread of readdirSync('/proc/self/task')) {
      times.set(thread, Number(readFileSync(`/proc/self/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1e6)
    }
  } catch {
    // Another system, or a thread that has just ended.
  }
  return times
}

const add = (counts, key, count) => counts.set(key, (counts.get(key) ?? 0) + count)

async function time(work) {
  const start = clock()
  await work()
  return clock() - start
}

const sum = (values) => values.reduce((total, value) => total + value, 0)

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
