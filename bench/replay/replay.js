/**
 * Replays a gzipped file of events, first to an endpoint that answers at once, then to a real board, and prints events a
 * second and the largest resident size of the replaying process.
 *
 *   node bench/replay/replay.js [events]     a million by default
 */
const { fork, spawn } = require('node:child_process')
const { once } = require('node:events')
const fs = require('node:fs')
const os = require('node:os')
const path = require('node:path')
const { Readable } = require('node:stream')
const { pipeline } = require('node:stream/promises')
const { createGzip } = require('node:zlib')

const CLI = path.join(__dirname, '..', '..', 'dist', 'cli.js')
const TOKEN_ID = 'bench-token-id'

function event(number) {
  const userId = `user-${number % 100_000}`
  const common = {
    userId,
    anonymousId: `device-${number % 100_000}`,
    messageId: `replayed-${number}`,
    timestamp: new Date(Date.UTC(2024, 0, 1) + number * 25_000).toISOString(),
    context: { ip: '192.0.2.1', userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', locale: 'en-GB' }
  }
  switch (number % 10) {
    case 0:
      return { type: 'track', event: 'Payment Made', properties: { revenue: '19.99', currency: 'USD' }, ...common }
    case 1:
      return { type: 'identify', traits: { email: `${userId}@example.com`, plan: 'team' }, ...common }
    case 2:
    case 3:
    case 4:
      return { type: 'page', name: 'Pricing', properties: { url: 'https://www.example.com/pricing' }, ...common }
    default:
      return { type: 'track', event: 'Report Opened', properties: { report: number % 50, rows: number }, ...common }
  }
}

async function writeHistory(file, count) {
  function* lines() {
    for (let number = 0; number < count; number++) yield JSON.stringify(event(number)) + '\n'
  }
  await pipeline(Readable.from(lines()), createGzip({ level: 1 }), fs.createWriteStream(file))
}

async function replay(file, folder, endpoint) {
  const begun = performance.now()
  const child = spawn(
    process.execPath,
    [
      ...['--require', path.join(__dirname, 'print-memory.js'), CLI, 'replay', file],
      ...['--endpoint', endpoint, '--data', folder, '--refused', path.join(folder, 'refused.ndjson')]
    ],
    { env: { ...process.env, TRACTIONBOARD_TOKEN_ID: TOKEN_ID }, stdio: ['ignore', 'pipe', 'pipe'] }
  )
  let printed = ''
  child.stdout.on('data', (chunk) => (printed += chunk))
  child.stderr.on('data', (chunk) => (printed += chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(printed)
  const memory = /largest resident size: \d+ MB/.exec(printed)?.[0]
  const delivered = Number(/(\d+) delivered/.exec(printed)?.[1])
  return { seconds: (performance.now() - begun) / 1000, delivered, memory }
}

async function measure(name, server, file, folder) {
  const [endpoint] = await once(server, 'message')
  const { seconds, delivered, memory } = await replay(file, folder, endpoint)
  const ended = once(server, 'exit')
  server.disconnect()
  await ended
  console.log(
    `${name}: ${delivered} events in ${seconds.toFixed(1)} s, ${Math.round(delivered / seconds)} a second, ${memory}`
  )
}

async function main() {
  const count = Number(process.argv[2] ?? 1_000_000)
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'replay-bench-'))
  const file = path.join(folder, 'history.gz')
  await writeHistory(file, count)
  await measure('endpoint that stores nothing', fork(path.join(__dirname, 'endpoint.js')), file, folder)
  await measure('embedded board', fork(path.join(__dirname, 'board.js'), [folder, TOKEN_ID]), file, folder)
  fs.rmSync(folder, { recursive: true })
}

main()
