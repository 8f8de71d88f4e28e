'use strict'

/**
 * How fast `POST /v1/events` stores batches of 1,000, against a bare multi-row INSERT of the same rows into one table with the
 * same indexes: `node bench/board/ingest.js [batches] [embedded | postgres URL]`, after `npm run build`. The two take turns in one database, so that
 * both meet the same machine. Says where the rest of the time goes. `node --max-semi-space-size=64` gives it the larger young
 * generation that `start-in-worker.ts` gives the board's thread.
 */
const { mkdtempSync, rmSync } = require('node:fs')
const { Agent, request } = require('node:http')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { performance } = require('node:perf_hooks')
const { json } = require('node:stream/consumers')
const { openDatabase } = require('../../dist/database')
const { startBoard } = require('../../dist/board')
const { batches, quantile, workload } = require('./workload')

/** Milliseconds. On a machine that others use too, CPU=1 counts this process's own time, which its embedded database is a part of. */
const clock = process.env.CPU ? () => sum(Object.values(process.cpuUsage())) / 1_000 : () => performance.now()

const SIZE = 1_000
const WARM_UP = 10

async function main() {
  const [, , rounds = '100', location = 'embedded'] = process.argv
  const folder = mkdtempSync(join(tmpdir(), 'tractionboard-bench-'))
  const engine = await openDatabase(location === 'embedded' ? { folder: join(folder, 'data') } : { url: location })
  const spent = new Map()
  const database = timed(engine, spent)
  const tokenId = `bench-token-${Date.now()}`
  const board = await startBoard({
    database,
    port: 0,
    boards: [{ tokenId, adminKey: `bench-key-${Date.now()}`, name: 'Bench' }]
  })
  await engine.query('DROP TABLE IF EXISTS board.bench_bare')
  await engine.query('CREATE TABLE board.bench_bare (LIKE board.events INCLUDING ALL)')

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
  let round = 0
  for (const batch of batches(events, SIZE)) {
    if (round === WARM_UP) spent.clear()
    const [storing, inserting] = [await time(() => through(batch)), await time(() => bare(batch))]
    if (round++ >= WARM_UP) {
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
  console.log('\nms a batch, by statement:')
  for (const [statement, ms] of [...spent].sort(([, a], [, b]) => b - a)) {
    console.log(`${(ms / times.through.length).toFixed(2).padStart(7)}  ${statement}`)
  }
  const inDatabase = sum([...spent.values()]) / times.through.length
  console.log(
    `${(sum(times.through) / times.through.length - inDatabase).toFixed(2).padStart(7)}  everything else: HTTP, JSON, validation, deciding, commit`
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

/** A database that adds up the time of its statements. */
function timed(queryable, spent) {
  return {
    async query(sql, parameters) {
      const start = clock()
      const rows = await queryable.query(sql, parameters)
      const name = sql.replace(/\s+/g, ' ').trim().slice(0, 70)
      spent.set(name, (spent.get(name) ?? 0) + clock() - start)
      return rows
    },
    transaction: (work) => queryable.transaction((transaction) => work(timed(transaction, spent))),
    close: () => queryable.close()
  }
}

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
