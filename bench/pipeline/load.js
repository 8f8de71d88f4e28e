const { fork } = require('node:child_process')
const { randomUUID } = require('node:crypto')
const { mkdtempSync, rmSync } = require('node:fs')
const http = require('node:http')
const { tmpdir } = require('node:os')
const path = require('node:path')

const batchSize = 100
const kinds = [
  { type: 'page', name: 'Home', properties: { url: 'https://www.example.com/', title: 'Home' } },
  { type: 'identify', traits: { email: 'ada@example.com', firstName: 'Ada', plan: 'pro' } },
  { type: 'track', event: 'Report Opened', properties: { report: 'revenue', filters: ['plan', 'country'] } },
  { type: 'track', event: 'Payment Made', properties: { revenue: 49.9, currency: 'EUR', plan: 'pro' } },
  { type: 'page', name: 'Pricing', category: 'Marketing', properties: { url: 'https://www.example.com/pricing' } }
]

/** What every event of a kind bears alike, as the rest of its JSON: whoever makes a load must not take the time of what is measured. */
const rests = kinds.map((kind) => {
  const context = { library: { name: '@segment/analytics-node', version: '3.1.0' }, ip: '203.0.113.7', locale: 'en-GB' }
  return JSON.stringify({ ...kind, context, integrations: {} }).slice(1)
})

/** The SDKs for Node and browsers begin a message id with the time; with IDS=uuid it is a UUID alone, as others make it. */
const prefixOf = process.env.IDS === 'uuid' ? () => '' : (now) => `node-next-${Date.parse(now)}-`

/** A batch as the Node SDK sends it, and the message ids in it. */
function makeBatch(first) {
  const now = new Date().toISOString()
  const prefix = prefixOf(now)
  const ids = Array.from({ length: batchSize }, () => prefix + randomUUID())
  const events = ids.map((id, index) => {
    const number = first + index
    const own = `{"messageId":"${id}","userId":"user-${number % 5000}","timestamp":"${now}",`
    return own + rests[number % kinds.length]
  })
  return { ids, body: `{"batch":[${events.join()}],"writeKey":"bench","sentAt":"${now}"}` }
}

/**
 * Starts the product of a clone that was built; resolves with what the load needs of it.
 *
 * @param ids whether it tells which events are delivered, not only how many
 */
async function startProduct({ clone = path.join(__dirname, '../..'), ids = false } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tractionboard-bench-'))
  const child = fork(path.join(__dirname, 'product.js'), [folder, path.resolve(clone), ...(ids ? ['ids'] : [])])
  const state = { delivered: 0, deliveries: [], others: {}, memory: 0, cpu: 0 }
  const url = await new Promise((resolve) => {
    child.on('message', (message) => {
      if (message.url) return resolve(message.url)
      state.delivered += message.delivered
      state.others = message.others
      state.cpu = message.cpu
      state.memory = Math.max(state.memory, message.memory)
      if (ids) state.deliveries.push({ ids: message.ids, at: message.at })
    })
  })
  const stop = async () => {
    child.send('stop')
    await new Promise((resolve) => child.on('exit', resolve))
    rmSync(folder, { recursive: true, force: true })
  }
  return { url, state, stop }
}

const agent = new http.Agent({ keepAlive: true })

function post(url, body) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      `${url}/v1/batch`,
      { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (response) => {
        response.resume().on('end', () => resolve(response.statusCode))
      }
    )
    request.on('error', reject).end(body)
  })
}

/**
 * Sends `rate` events a second for `seconds`, in batches, with at most `parallel` requests at a time.
 *
 * @returns how many were sent, and for the message ids of each batch when its 200 came
 */
async function load(url, { rate, seconds, parallel = 8 }) {
  const accepted = []
  const started = Date.now()
  let sent = 0
  const client = async () => {
    while (Date.now() - started < seconds * 1000) {
      if (sent >= (rate * (Date.now() - started)) / 1000) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        continue
      }
      const { ids, body } = makeBatch(sent)
      sent += batchSize
      const status = await post(url, body)
      if (status !== 200) throw new Error(`answered ${status}`)
      accepted.push({ ids, at: Date.now() })
    }
  }
  await Promise.all(Array.from({ length: parallel }, client))
  return { sent, accepted, started }
}

/** Waits until everything that was sent is delivered. */
async function drain(state, sent, patience = 120_000) {
  for (const deadline = Date.now() + patience; state.delivered < sent;) {
    if (Date.now() > deadline) throw new Error(`only ${state.delivered} of ${sent} delivered`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

module.exports = { startProduct, load, drain }
