'use strict'

/**
 * What clients that give up leave behind: the rate of `POST /v1/events` before and after 500 of them abort their requests at random,
 * and whether as many requests as ever find a place at a time: `node bench/board/aborts.js [seconds]`, after `npm run build`. Ends with 1
 * where a place was lost, or the rate fell by more than a quarter.
 */
const { Agent, request } = require('node:http')
const { json } = require('node:stream/consumers')
const { setTimeout: sleep } = require('node:timers/promises')
const { startBoard } = require('../../dist/board')
const { batches, workload } = require('./workload')

const CLIENTS = 500
/** As many as the board works on at a time. */
const PLACES = 64
const SIZE = 200
const RATE_SECONDS = 8
const SETTLE_MS = 5_000
const authorization = `Basic ${Buffer.from('bench-token-of-aborts:').toString('base64')}`

async function main() {
  const [, , seconds = '60'] = process.argv
  const boards = [{ tokenId: 'bench-token-of-aborts', adminKey: 'bench-key-of-aborts', name: 'Bench' }]
  const board = await startBoard({ database: { memory: true }, port: 0, boards })
  const address = `${board.url}/v1/events`
  const bodies = batches(workload({ events: 50_000_000, persons: 10_000 }), SIZE)
  const nextBody = () => JSON.stringify({ events: bodies.next().value })

  await rateOf(address, nextBody)
  const before = await rateOf(address, nextBody)
  const counts = { aborted: 0, answered: 0, refused: 0 }
  const until = performance.now() + Number(seconds) * 1_000
  const giveUp = async () => {
    while (performance.now() < until) {
      const status = await abort(address, nextBody(), Math.random() * 200)
      counts[status === undefined ? 'aborted' : status < 300 ? 'answered' : 'refused']++
      await sleep(Math.random() * 500)
    }
  }
  await Promise.all(Array.from({ length: CLIENTS }, giveUp))
  // What had come in whole is stored all the same.
  await sleep(SETTLE_MS)
  const agent = new Agent({ keepAlive: true })
  const statuses = await Promise.all(Array.from({ length: PLACES }, () => post(address, agent, nextBody())))
  const lost = statuses.filter(({ status }) => status !== 200).length
  agent.destroy()
  const after = await rateOf(address, nextBody)
  console.log(`${CLIENTS} clients for ${seconds} s: ${JSON.stringify(counts)}`)
  console.log(`before ${Math.round(before)} events/s, after ${Math.round(after)}; ${lost} of ${PLACES} places lost`)
  await board.close()
  if (lost > 0 || after < before * 0.75) process.exitCode = 1
}

async function rateOf(address, nextBody) {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const started = performance.now()
  let stored = 0
  const client = async () => {
    while (performance.now() - started < RATE_SECONDS * 1_000) {
      const { status, body } = await post(address, agent, nextBody())
      if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
      stored += SIZE
    }
  }
  await Promise.all(Array.from({ length: 4 }, client))
  agent.destroy()
  return (stored / (performance.now() - started)) * 1_000
}

function post(address, agent, body) {
  return new Promise((done, reject) => {
    const sending = request(address, { method: 'POST', agent, headers: headersOf(body) }, (response) =>
      json(response).then((answer) => done({ status: response.statusCode, body: answer }), reject)
    )
    sending.on('error', reject)
    sending.end(body)
  })
}

/** Sends a part of the body, some the rest too, and gives up after so many ms. Gives the status where it was answered before. */
function abort(address, body, ms) {
  return new Promise((done) => {
    const sending = request(address, { method: 'POST', agent: false, headers: headersOf(body) }, (response) => {
      response.resume()
      response.once('close', () => done(response.statusCode))
    })
    sending.on('error', () => done(undefined))
    const cut = Math.random() * body.length
    sending.write(body.slice(0, cut))
    if (Math.random() < 0.5) sending.end(body.slice(cut))
    setTimeout(() => sending.destroy(), ms)
  })
}

const headersOf = (body) => ({
  authorization,
  'content-type': 'application/json',
  'content-length': Buffer.byteLength(body)
})

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
