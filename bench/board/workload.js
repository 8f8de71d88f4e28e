'use strict'

/**
 * A year of a small SaaS, event by event in the order of time: people come by for sessions of a few minutes, some of them
 * sign up, pay every month, get refunds, cancel. The same arguments give the same events.
 */
function* workload({ events: count, persons, start = Date.UTC(2024, 0, 1), days = 365, seed = 1 }) {
  const next = random(seed)
  const pick = (items) => items[Math.floor(next() * items.length)]
  const perSession = 5
  const sessions = Math.ceil(count / perSession)
  const span = (days * 86_400_000) / sessions
  let made = 0
  let id = 0
  const event = (type, time, fields) => ({
    id: `bench-${seed}-${(id++).toString(36)}`,
    type,
    timestamp: new Date(time).toISOString(),
    ...fields
  })
  for (let session = 0; made < count; session++) {
    const number = Math.floor(next() * persons)
    const time = start + session * span
    const known = number % 4 !== 0
    const ids = { anonymous_id: `device-${number}`, ...(known ? { user_id: `user-${number}` } : {}) }
    const context = { ip: '203.0.113.7', user_agent: pick(AGENTS), locale: 'en-GB', timezone: 'Europe/London' }
    const steps = [event('visit', time, { ...ids, context, channel: 'web', ...pick(PAGES) })]
    if (known) {
      const email = `user-${number}@example.com`
      const attributes = { email, name: `User ${number}`, plan: pick(['free', 'pro']), seats: number % 9 }
      steps.push(event('login', time + 1_000, { ...ids, context, attributes }))
    }
    steps.push(event('visit', time + 20_000, { ...ids, context, channel: 'web', ...pick(PAGES) }))
    steps.push(
      event('event', time + 40_000, {
        ...ids,
        context,
        name: 'Report Exported',
        properties: { format: 'pdf', rows: 120 }
      })
    )
    const chance = next()
    const money = { ...ids, amount: 19.99, currency: 'USD' }
    if (known && chance < 0.25) steps.push(event('signup', time + 60_000, ids))
    else if (known && chance < 0.6) steps.push(event('payment', time + 60_000, money))
    else if (known && chance < 0.65) steps.push(event('refund', time + 60_000, money))
    else if (known && chance < 0.75) steps.push(event('cancel', time + 60_000, ids))
    else steps.push(event('visit', time + 60_000, { ...ids, context, channel: 'web', ...pick(PAGES) }))
    for (const step of steps) {
      if (made++ === count) return
      yield step
    }
  }
}

function* batches(events, size) {
  let batch = []
  for (const event of events) {
    batch.push(event)
    if (batch.length === size) {
      yield batch
      batch = []
    }
  }
  if (batch.length > 0) yield batch
}

const AGENTS = [
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148'
]
const PAGES = ['/', '/pricing', '/reports', '/settings/team'].map((path) => ({
  url: `https://app.example.com${path}`,
  path,
  title: `Example ${path}`
}))

/** mulberry32 */
function random(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)]
}

module.exports = { workload, batches, quantile }
