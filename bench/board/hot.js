'use strict'

/**
 * What one more event of a hot person costs, and each read of that person, in processor time: `node bench/board/hot.js [kind]
 * [share of the full size] [embedded | postgres URL]`, after `npm run build`. Each kind grows to half of its size, is measured, grows to
 * the whole and is measured again. Ends with 1 where a limit is broken or a cost grows with the person.
 */
const { mkdtempSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { openDatabase } = require('../../dist/database')
const { startBoard } = require('../../dist/board')
const { batches, quantile } = require('./workload')

/** Processor time in ms of one more event, of a read, of a request of 1,000 events, of 330 keys each or of as many such persons. */
const LIMITS = { event: 50, read: 200, request: 4_000 }
/** Twice the history may cost this much more, and this many ms, which is what the machine's other work makes of the same cost. */
const GROWTH = { ratio: 1.5, ms: 10 }
/**
 * A type that a person has no event of is looked for at each of their ids, and the first page of a moment among all of its events: twice as
 * many take twice as long.
 */
const GROWTH_OF_ALL = { ...GROWTH, ratio: 2.5 }
const isOfAll = (kind, what) => what.includes('&type=') || (kind === 'moment' && what.endsWith('/timeline'))
const TRIES = 9

const DAY = 86_400_000
const START = Date.UTC(2021, 0, 1)
const at = (ms) => new Date(START + ms).toISOString()
const login = (n, attributes) => ({ type: 'login', user_id: 'hot', attributes, ms: n * 60_000 })
const key = (n) => `key_${n}`
const keys = (first, count) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [key(first + i), `value ${i}`]))

/**
 * Each kind of hot person: its full size, the events from one size to another, and one more event. With some, who was there before, when
 * statistics were made; and each of a request of more events.
 */
const KINDS = {
  attributes: {
    size: 5_000,
    grow: (from, to) => Array.from({ length: (to - from) / 50 }, (_, i) => login(from + i, keys(from + i * 50, 50))),
    more: (n) => login(9_000 + n, { [key(n)]: n, [`new_${n}`]: n })
  },
  groups: {
    size: 1_000,
    grow: (from, to) => range(from, to, (n) => group(n, `group_${n}`)),
    more: (n) => group(9_000 + n, `more_${n}`)
  },
  devices: {
    size: 5_000,
    grow: (from, to) =>
      range(from, to, (n) => [device(n, `device_${n}`, 'hot'), device(n + 0.5, `device_${n}`)]).flat(),
    more: (n) => (n % 2 ? device(9_000 + n, `more_${n}`, 'hot') : device(9_000 + n, `device_${n}`))
  },
  shared: {
    size: 10_000,
    before: () => range(0, 60_000, (n) => device(n, `device_${n}`, `user_${n}@sales.some-company.example`)),
    grow: (from, to) => range(from, to, (n) => device(90_000 + n, 'server', n ? `of_team_${n}` : 'hot')),
    more: (n) => device(n % 2 ? 200_000 + n : 89_000 - n, 'server', `of_team_${n}`),
    request: (n) => device(300_000 + n, 'server', `of_team_${n}`)
  },
  chain: {
    size: 30_000,
    grow: (from, to) => shuffled(range(from, to, (n) => alias(n))),
    more: (n) => (n % 2 ? alias(n, 90_000) : { type: 'visit', channel: 'web', user_id: `id_${n}`, ms: 9e9 + n })
  },
  backwards: {
    size: 30_000,
    grow: (from, to, size) => range(from, to, (n) => alias(size - n - 1)),
    more: (n) => alias(n, 90_000)
  },
  flips: {
    size: 2_000,
    grow: (from, to) => range(from, to, (n) => ({ type: n % 2 ? 'cancel' : 'payment', ...money(n), ms: n * DAY })),
    more: (n) => ({ type: n % 2 ? 'cancel' : 'signup', user_id: 'hot', ms: 800 * DAY + n * 3.5 * DAY })
  },
  events: {
    size: 200_000,
    grow: (from, to) => range(from, to, (n) => ({ type: 'visit', channel: 'web', user_id: 'hot', ms: n * 432_000 })),
    more: (n) => ({ type: 'visit', channel: 'web', user_id: 'hot', ms: 1e11 + n * 1_000 })
  },
  moment: {
    size: 200_000,
    grow: (from, to) => range(from, to, () => ({ type: 'visit', channel: 'web', user_id: 'hot', ms: DAY })),
    more: () => ({ type: 'visit', channel: 'web', user_id: 'hot', ms: DAY })
  }
}

const range = (from, to, make) => Array.from({ length: to - from }, (_, i) => make(from + i))
const group = (n, id) => ({
  type: 'group',
  user_id: 'hot',
  group_id: id,
  attributes: { plan: 'pro', n },
  ms: n * 60_000
})
const device = (n, id, user) => ({ type: 'visit', channel: 'web', anonymous_id: id, user_id: user, ms: n * 60_000 })
const money = (n) => (n % 2 ? { user_id: 'hot' } : { user_id: 'hot', amount: 1, currency: 'USD' })
const alias = (n, later = 0) => ({
  type: 'alias',
  user_id: `id_${n + 1}`,
  previous_id: n === 0 ? 'hot' : `id_${n}`,
  ms: (n + later) * 1_000
})

function shuffled(items) {
  let state = 1
  for (let i = items.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    const other = state % (i + 1)
    ;[items[i], items[other]] = [items[other], items[i]]
  }
  return items
}

const WRITES = { event: 'one more event', request: 'a request of 1,000 more' }
const READS = (id) => [
  `/api/users/${id}`,
  `/api/users/${id}/timeline`,
  `/api/users/${id}/timeline, page 4`,
  '/api/events, page 4',
  `/api/events?user=${id}&type=alias`,
  `/api/users?query=${id}`,
  '/api/users',
  '/api/users?sort=earnings',
  '/api/metrics?from=2021-01-01&to=2024-01-01&interval=month',
  '/api/metrics?from=2021-01-10&to=2023-06-21&interval=day'
]

async function main() {
  const [, , only = 'all', share = '1', location = 'embedded'] = process.argv
  const folder = mkdtempSync(join(tmpdir(), 'tractionboard-bench-'))
  const database = await openDatabase(location === 'embedded' ? { folder: join(folder, 'data') } : { url: location })
  let broken = 0
  const judge = (isFine, text) => {
    console.log(`${isFine ? '    ' : 'OVER'} ${text}`)
    if (!isFine) broken++
  }
  const names = only === 'all' ? [...Object.keys(KINDS), 'wide'] : [only]
  for (const name of names) {
    const options = { tokenId: `hot-${name}-${Date.now()}`, adminKey: `hot-key-${name}-${Date.now()}`, name }
    const server = await startBoard({ database, port: 0, boards: [options] })
    const authorization = `Basic ${Buffer.from(`${options.tokenId}:`).toString('base64')}`
    let id = 0
    const toWire = ({ ms, ...event }) => ({ id: `${name}-${id++}`, timestamp: at(ms), ...event })
    const send = async (events) => {
      const body = JSON.stringify({ events })
      const headers = { authorization, 'content-type': 'application/json' }
      const response = await fetch(`${server.url}/v1/events`, { method: 'POST', headers, body })
      const { results } = await response.json()
      if (!results?.every(({ status }) => status === 201))
        throw new Error(`${response.status}: not every event was stored`)
    }
    if (name === 'wide') {
      const events = range(0, 1_000, (n) => toWire(login(n, keys(n * 330, 330).valueOf())))
      for (const event of events) for (const attribute in event.attributes) event.attributes[attribute] = 1
      const cost = await processor(() => send(events))
      judge(cost <= LIMITS.request, `wide: a request of 1,000 events of 330 keys ${cost.toFixed(0)} ms`)
      await server.close()
      continue
    }
    const { size: full, before, grow, more, request } = KINDS[name]
    const size = Math.round((full * Number(share)) / 200) * 200
    if (before) {
      for (const batch of batches(before(), 1_000)) await send(batch.map(toWire))
      await database.query('ANALYZE')
    }
    const costs = []
    let sent = 0
    for (const part of [size / 2, size]) {
      const building = await processor(async () => {
        for (const batch of batches(grow(sent, part, size), 1_000)) await send(batch.map(toWire))
      })
      console.log(`     ${name}: grown to ${part} in ${(building / 1_000).toFixed(1)} s`)
      sent = part
      const cost = { event: [] }
      for (let n = 0; n < TRIES; n++)
        cost.event.push(await processor(() => send([toWire(more(n + (part === size ? 100 : 0)))])))
      if (request) cost.request = [await processor(() => send(range(0, 1_000, request).map(toWire)))]
      for (const address of READS(
        name === 'chain' ? `id_${part - 1}` : name === 'backwards' ? `id_${size - 1}` : 'hot'
      )) {
        const kind = address.replace(/id_\d+/, 'hot')
        const [path, pages = 1] = address.split(', page ')
        const call = async (cursor) => {
          const response = await fetch(`${server.url}${path}${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`, {
            headers: { authorization: `Bearer ${options.adminKey}` }
          })
          const { next_cursor } = await response.json()
          if (response.status !== 200) throw new Error(`${response.status} ${address}`)
          return next_cursor
        }
        let cursor
        for (let page = 1; page < pages; page++) cursor = await call(cursor)
        cost[kind] = []
        for (let n = 0; n < TRIES; n++) cost[kind].push(await processor(() => call(cursor)))
      }
      costs.push(Object.fromEntries(Object.entries(cost).map(([what, times]) => [what, quantile(times, 0.5)])))
    }
    const [half, whole] = costs
    for (const what in whole) {
      const [less, all] = [half[what], whole[what]]
      const { ratio, ms } = isOfAll(name, what) ? GROWTH_OF_ALL : GROWTH
      const isFlat = all <= less * ratio || all <= less + ms
      const isFine = all <= (LIMITS[what] ?? LIMITS.read) && isFlat
      judge(isFine, `${name}: ${less.toFixed(1)} ms at half, ${all.toFixed(1)} ms at ${size}: ${WRITES[what] ?? what}`)
    }
    await server.close()
  }
  await database.close()
  rmSync(folder, { recursive: true, force: true })
  if (broken > 0) process.exitCode = 1
}

/** Processor time of this process, in ms: the embedded database is a part of it, a PostgreSQL is not. */
async function processor(work) {
  const start = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
