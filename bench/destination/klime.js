/**
 * Events a second through `executeBatch`, 1,000 in a batch, next to klime, the fastest of the destinations in
 * Segment's package: `npm run build && npm ci --prefix bench && node bench/destination/klime.js`.
 * The two take turns in one process, and only their ratio says something: the machine is never quiet.
 */
const { fork } = require('child_process')
const { once } = require('events')
const path = require('path')
const { getDestinationByIdOrKey } = require('../../dist')
const peers = require('@segment/action-destinations')
const { eventsOf } = require('./events')

const EVENTS_IN_A_BATCH = 1000
const ROUNDS = 15
const ROUND_MILLISECONDS = 1000

/** Runs batches for a second. */
async function eventsPerSecond({ destination, preset, settings }, events) {
  const start = performance.now()
  let batches = 0
  let elapsed = 0
  while (elapsed < ROUND_MILLISECONDS) {
    const results = await destination.executeBatch(preset.partnerAction, { events, mapping: preset.mapping, settings })
    if (results.length !== events.length || results.some(({ status }) => status >= 300)) {
      throw new Error(`A batch failed: ${JSON.stringify(results.find(({ status }) => status >= 300))}`)
    }
    batches++
    elapsed = performance.now() - start
  }
  return (batches * EVENTS_IN_A_BATCH * 1000) / elapsed
}

function contender(destination, presetName, settings) {
  return { destination, settings, preset: destination.definition.presets.find(({ name }) => name === presetName) }
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
const round = (number) => Math.round(number).toLocaleString('en').padStart(8)

async function compare(kind, ours, klime) {
  const events = eventsOf(kind, EVENTS_IN_A_BATCH)
  const figures = { ours: [], klime: [], ratios: [] }
  for (let number = 0; number <= ROUNDS; number++) {
    const our = await eventsPerSecond(ours, events)
    const their = klime && (await eventsPerSecond(klime, events))
    // The first round only warms up.
    if (number > 0) {
      figures.ours.push(our)
      figures.klime.push(their)
      figures.ratios.push(our / their)
      const peer = klime ? `  klime ${round(their)}  ratio ${(our / their).toFixed(2)}` : ''
      console.log(`${kind.padEnd(9)} round ${String(number).padStart(2)}  tractionboard ${round(our)}${peer}`)
    }
  }
  const peer = klime ? `  klime ${round(median(figures.klime))}  ratio ${median(figures.ratios).toFixed(2)}` : ''
  console.log(`${kind.padEnd(9)} MEDIAN    tractionboard ${round(median(figures.ours))}${peer}\n`)
}

async function main() {
  const server = fork(path.join(__dirname, 'server.js'))
  const [port] = await once(server, 'message')
  const endpoint = `http://127.0.0.1:${port}`
  const tractionboard = await getDestinationByIdOrKey('tractionboard')
  const klime = await peers.getDestinationByIdOrKey('klime')
  const ours = (preset) => contender(tractionboard, preset, { tokenId: 'a-token', endpoint })
  const theirs = (preset) => contender(klime, preset, { writeKey: 'a-key', apiEndpoint: endpoint })
  try {
    await compare('track', ours('Track'), theirs('Track Event'))
    await compare('payment', ours('Payment Made'), theirs('Track Event'))
    await compare('identify', ours('Identify'), theirs('Identify User'))
    // Klime takes no pages.
    await compare('page', ours('Page'))
  } finally {
    server.disconnect()
  }
}

void main()
