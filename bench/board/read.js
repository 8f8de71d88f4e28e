'use strict'

/**
 * How long each call of the read API takes on a board of a million events, 100,000 persons and three years:
 * `node bench/board/read.js [events] [folder | postgres URL]`, after `npm run build`. A folder that has the board already is read as it
 * is, in a process that has just opened it. Each call is made for the first time, then several times right after a visit, as most events
 * are, several times right after somebody new signed up, logged in and paid, so that nothing that was read before holds any more, and then
 * several times without a change. Ends with 1 where the p95 of any is not under 100 ms.
 * `ONLY=audiences` measures the calls whose addresses contain the text.
 */
const { existsSync, mkdtempSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { performance } = require('node:perf_hooks')
const { migrate, openDatabase } = require('../../dist/database')
const { BOARD_SCHEMA, startBoard } = require('../../dist/board')
const { ingestInto } = require('../../dist/board/events-api/ingest')
const { ensureBoard } = require('../../dist/board/store/boards')
const { history } = require('./history')
const { batches, quantile } = require('./workload')

const CALLS = Number(process.env.CALLS ?? 20)
/** Calls right after a change. */
const CHANGES = Number(process.env.CHANGES ?? 20)
const ONLY = process.env.ONLY ?? ''
const MOST_MS = 100
const BOARD = { tokenId: 'bench-token-of-reading', adminKey: 'bench-key-of-reading', name: 'Bench' }

const YEARS = 'from=2022-01-01&to=2025-01-01'
const YEAR = 'from=2024-01-01&to=2025-01-01'
const CUSTOM = 'from=2022-01-15&to=2024-11-20'

/** What lists of persons are filtered by. */
const FILTERS = [
  '',
  'status=active',
  'query=user-77',
  'query=example.com',
  'query=nobody',
  ...[
    { attribute: 'plan', is: 'pro' },
    { attribute: 'plan' },
    { attribute: 'vip', is: true },
    { attribute: 'trial', is: true },
    { attribute: 'seats', at_least: 5 },
    { group: 'group-150' },
    { campaign: { source: 'google', medium: 'cpc', name: 'campaign-0' } },
    { campaign: { source: null, medium: null, name: null } },
    { visited: ['2022-01-01', '2025-01-01'] },
    { visited: ['2024-03-01', '2024-04-01'] },
    { first_visited: ['2022-01-01', '2025-01-01'] },
    { signed_up: ['2024-01-01', '2025-01-01'] },
    { canceled: ['2022-01-01', '2025-01-01'] },
    { lost: ['2023-01-01', '2025-01-01'] },
    { active_at: '2024-06-01' },
    { reached: 'signed_up' },
    { reached: 'paid' }
  ].map((condition) => `where=${encodeURIComponent(JSON.stringify([condition]))}`),
  `where=${encodeURIComponent(JSON.stringify([{ attribute: 'trial', is: true }, { active_at: '2024-06-01' }, { signed_up: ['2023-01-01', '2024-01-01'] }]))}`
]

const EVENT_FILTERS = [
  '',
  'type=visit',
  'type=group',
  'type=alias',
  'type=money',
  'type=money&currency=EUR',
  'currency=EUR',
  'currency=CHF',
  'from=2023-03-01&to=2023-04-01',
  'type=cancel&from=2022-01-01&to=2025-01-01',
  'user=user-77',
  'cohort=2023-05',
  'cohort=2030-05',
  'type=money&cohort=2023-05&currency=USD'
]

const ADDRESSES = [
  ...['day', 'week', 'month'].flatMap((interval) => [
    `metrics?from=2022-04-10&to=2025-01-01&interval=${interval}`,
    `metrics?${YEAR}&interval=${interval}`
  ]),
  `metrics?${YEARS}&interval=week`,
  `metrics?${YEARS}&interval=month`,
  `metrics?${CUSTOM}&interval=week`,
  `metrics?${CUSTOM}&interval=month`,
  ...[YEARS, YEAR, CUSTOM].flatMap((range) => ['retention', 'funnel', 'campaigns'].map((name) => `${name}?${range}`)),
  'audiences',
  ...FILTERS.flatMap((filter) => [
    `users?${filter}`,
    `users?${filter}&sort=earnings`,
    `users?${filter}&order=asc`,
    `totals/users?${filter}`
  ]),
  'users/user-77',
  'users/user-77/ids',
  'users/user-77/timeline',
  ...EVENT_FILTERS.flatMap((filter) => [`events?${filter}`, `totals/events?${filter}`]),
  'spend',
  'spend/campaigns',
  'settings/integrations',
  'sample'
]

async function main() {
  const [, , events = '1000000', location] = process.argv
  const folder = mkdtempSync(join(tmpdir(), 'tractionboard-bench-'))
  const isUrl = location?.startsWith('postgres')
  const isFilled = !isUrl && location !== undefined && existsSync(location)
  const database = await openDatabase(
    isUrl ? { url: location } : { folder: location ?? join(folder, 'data') },
    BOARD_SCHEMA
  )
  if (!isFilled) await fill(database, Number(events))
  const server = await startBoard({ database, port: 0, boards: [BOARD] })
  const call = async (address) => {
    const start = performance.now()
    const response = await fetch(`${server.url}/api/${address}`, {
      headers: { authorization: `Bearer ${BOARD.adminKey}` }
    })
    const text = await response.text()
    if (response.status !== 200) throw new Error(`${response.status} ${address} ${text}`)
    return performance.now() - start
  }
  const change = async (events) => {
    const response = await fetch(`${server.url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${btoa(`${BOARD.tokenId}:`)}` },
      body: JSON.stringify({ events })
    })
    if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
  }
  const slow = []
  const addresses = ADDRESSES.filter((address) => decodeURIComponent(address).includes(ONLY))
  console.log(
    `ms of the first call, of ${CHANGES} calls after a visit each, of as many after a new user each, and of ${CALLS} without`
  )
  for (const address of addresses) {
    const first = await call(address)
    const after = async (make) => {
      const took = []
      for (let count = 0; count < CHANGES; count++) {
        await change(make())
        took.push(await call(address))
      }
      return took
    }
    const [visited, joined] = [await after(visit), await after(newUser)]
    const times = []
    for (let count = 0; count < CALLS; count++) times.push(await call(address))
    const show = (value) => value.toFixed(1).padStart(7)
    const told = (list) => `p50 ${show(quantile(list, 0.5))} p95 ${show(quantile(list, 0.95))}`
    const isSlow = [visited, joined, times].some((list) => quantile(list, 0.95) >= MOST_MS)
    if (isSlow) slow.push(address)
    console.log(
      `first ${show(first)}   visit ${told(visited)}   new user ${told(joined)}   same ${told(times)}   ${isSlow ? '!' : ' '} ${decodeURIComponent(address)}`
    )
  }
  console.log(`${slow.length} of ${addresses.length} are not under ${MOST_MS} ms`)
  if (slow.length > 0) process.exitCode = 1
  await server.close()
  await database.close()
  rmSync(folder, { recursive: true, force: true })
}

let number = 0

const made = (fields) => {
  const timestamp = new Date(Date.UTC(2024, 11, 31)).toISOString()
  return { id: `read-${process.pid}-${Date.now()}-${number++}`, timestamp, ...fields }
}

const visit = () => [made({ type: 'visit', channel: 'web', user_id: 'user-77' })]

function newUser() {
  const user_id = `new-${process.pid}-${Date.now()}-${number++}`
  return [
    made({ type: 'visit', channel: 'web', user_id }),
    made({ type: 'signup', user_id }),
    made({ type: 'login', user_id, attributes: { plan: 'pro', seats: 7, trial: true } }),
    made({ type: 'payment', user_id, amount: 20, currency: 'USD' })
  ]
}

async function fill(database, events) {
  await migrate(database, BOARD_SCHEMA)
  const board = await ensureBoard(database, BOARD)
  const ingest = ingestInto(database)
  const pace = []
  for (const batch of batches(history({ events, persons: events / 10 }), 1_000)) {
    const began = performance.now()
    await ingest(board, batch)
    pace.push(performance.now() - began)
  }
  const tenth = Math.ceil(pace.length / 10)
  const [first, last] = [pace.slice(0, tenth), pace.slice(-tenth)].map((part) => quantile(part, 0.5).toFixed(1))
  console.log(`${events} events: a batch took ${first} ms in the first tenth, ${last} ms in the last`)
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
