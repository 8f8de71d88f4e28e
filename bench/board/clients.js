'use strict'

/**
 * How many events one board stores a second with 1, 4 and 16 clients that send batches of 200 at a time, on PostgreSQL:
 * `node bench/board/clients.js URL [folder of a build]...`, after `npm run build`. With several builds each has a database of its own on
 * that server, and they take turns in one run. The board has a process of its own.
 */
const { fork } = require('node:child_process')
const { once } = require('node:events')
const { Agent, request } = require('node:http')
const { json } = require('node:stream/consumers')
const { join, resolve } = require('node:path')
const { Client } = require('pg')
const { batches, workload } = require('./workload')

const CLIENTS = [1, 4, 16]
const SIZE = 200
const SECONDS = 4
const ROUNDS = 2

async function serve(build, url) {
  const { startBoard } = require(join(build, 'board'))
  const boards = [{ tokenId: 'bench-token', adminKey: 'bench-key-of-clients', name: 'Bench' }]
  const server = await startBoard({ database: { url }, port: 0, boards })
  process.send(server.url)
  process.on('message', () => server.close().then(() => process.exit()))
}

async function main() {
  const [, , url, ...given] = process.argv
  const builds = given.length > 0 ? given.map((folder) => resolve(folder)) : [join(__dirname, '../../dist')]
  const admin = new Client({ connectionString: url })
  await admin.connect()
  const boards = []
  for (const [index, build] of builds.entries()) {
    const name = `bench_${process.pid}_${index}`
    await admin.query(`CREATE DATABASE ${name}`)
    const child = fork(__filename, ['--serve', build, Object.assign(new URL(url), { pathname: name }).href])
    const [address] = await once(child, 'message')
    const events = workload({ events: 1_000_000, persons: 100_000, seed: index + 1 })
    boards.push({ build, name, child, address, batches: batches(events, SIZE), rates: new Map() })
  }
  for (let round = 0; round <= ROUNDS; round++) {
    for (const clients of CLIENTS) {
      for (const board of boards) {
        const rate = await load(board, clients)
        // The first round warms up.
        if (round > 0) board.rates.set(clients, [...(board.rates.get(clients) ?? []), rate])
      }
    }
  }
  for (const { build, rates } of boards) {
    console.log(build)
    for (const [clients, all] of rates) {
      const mean = all.reduce((sum, rate) => sum + rate, 0) / all.length
      console.log(`  ${String(clients).padStart(2)} clients  ${Math.round(mean)} events/s`)
    }
  }
  for (const { child, name } of boards) {
    child.send('end')
    await once(child, 'exit')
    await admin.query(`DROP DATABASE ${name}`)
  }
  await admin.end()
}

async function load({ address, batches }, clients) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const started = performance.now()
  let stored = 0
  const client = async () => {
    while (performance.now() - started < SECONDS * 1_000) {
      const { value } = batches.next()
      const { results } = await post(`${address}/v1/events`, agent, JSON.stringify({ events: value }))
      if (!results?.every(({ status }) => status === 201)) throw new Error('An event was not stored')
      stored += results.length
    }
  }
  await Promise.all(Array.from({ length: clients }, client))
  agent.destroy()
  return (stored / (performance.now() - started)) * 1_000
}

function post(url, agent, body) {
  const authorization = `Basic ${Buffer.from('bench-token:').toString('base64')}`
  const headers = { authorization, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  return new Promise((done, reject) => {
    const sending = request(url, { method: 'POST', agent, headers }, (response) => json(response).then(done, reject))
    sending.on('error', reject)
    sending.end(body)
  })
}

const [, , mode, build, url] = process.argv
;(mode === '--serve' ? serve(build, url) : main()).catch((error) => {
  console.error(error)
  process.exitCode = 1
})
