'use strict'

/**
 * How long `GET /api/metrics` over twelve months and the first page of `GET /api/users` take on a board of a million events and
 * 100,000 persons, and on one of 10,000 events in the same database: `node bench/board/read.js [events] [embedded | postgres URL]`, after
 * `npm run build`.
 */
const { mkdtempSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { performance } = require('node:perf_hooks')
const { openDatabase } = require('../../dist/database')
const { startBoard } = require('../../dist/board')
const { ingestInto } = require('../../dist/board/events-api/ingest')
const { findByToken } = require('../../dist/board/store/boards')
const { batches, quantile, workload } = require('./workload')

const CALLS = 200
const ADDRESSES = [
  '/api/metrics?from=2024-01-01&to=2025-01-01&interval=month',
  '/api/users',
  '/api/users?status=active',
  '/api/users?sort=earnings',
  '/api/events',
  '/api/metrics?from=2024-01-01&to=2025-01-01&interval=week',
  '/api/metrics?from=2024-01-01&to=2025-01-01&interval=day',
  '/api/retention?from=2024-01-01&to=2025-01-01',
  '/api/users?query=user-77'
]

async function main() {
  const [, , large = '1000000', location = 'embedded'] = process.argv
  const folder = mkdtempSync(join(tmpdir(), 'tractionboard-bench-'))
  const database = await openDatabase(location === 'embedded' ? { folder: join(folder, 'data') } : { url: location })
  const options = [10_000, Number(large)].map((events) => ({
    events,
    tokenId: `bench-token-${events}-${Date.now()}`,
    adminKey: `bench-key-${events}-${Date.now()}`,
    name: `${events} events`
  }))
  const server = await startBoard({ database, port: 0, boards: options })
  const ingest = ingestInto(database)
  for (const { events, tokenId, name } of options) {
    const board = await findByToken(database, tokenId)
    const persons = events / 10
    const start = performance.now()
    const pace = []
    for (const batch of batches(workload({ events, persons }), 1_000)) {
      const began = performance.now()
      await ingest(board, batch)
      pace.push(performance.now() - began)
    }
    const tenth = Math.ceil(pace.length / 10)
    const [first, last] = [pace.slice(0, tenth), pace.slice(-tenth)].map((part) => quantile(part, 0.5).toFixed(1))
    const seconds = (performance.now() - start) / 1_000
    console.log(
      `${name}: stored in ${seconds.toFixed(0)} s; a batch took ${first} ms in the first tenth, ${last} ms in the last`
    )
  }

  const times = new Map(ADDRESSES.map((address) => [address, [[], []]]))
  for (let call = 0; call < CALLS; call++) {
    for (const [address, both] of times) {
      for (const [index, { adminKey }] of options.entries()) {
        const start = performance.now()
        const response = await fetch(`${server.url}${address}`, { headers: { authorization: `Bearer ${adminKey}` } })
        await response.text()
        if (response.status !== 200) throw new Error(`${response.status} ${address}`)
        both[index].push(performance.now() - start)
      }
    }
  }
  console.log(`\nms of ${CALLS} calls, small board / large board:`)
  for (const [address, [small, big]] of times) {
    const share = (values, part) => quantile(values, part).toFixed(1).padStart(6)
    const ratio = (quantile(big, 0.95) / quantile(small, 0.95)).toFixed(2)
    console.log(
      `p50 ${share(small, 0.5)} /${share(big, 0.5)}   p95 ${share(small, 0.95)} /${share(big, 0.95)}   ratio ${ratio}   ${address}`
    )
  }
  await server.close()
  await database.close()
  rmSync(folder, { recursive: true, force: true })
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
