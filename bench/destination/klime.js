/**
 * Events a second through `executeBatch`, 1,000 in a batch, next to klime, the fastest of the destinations in Segment's
 * package. From the repository's root:
 *
 *     npm run build && npm ci --prefix bench && node bench/destination/klime.js [track|payment|identify|page ...]
 *
 * The two take turns in one process, and only their ratio says something. It is given twice: of the events a second,
 * which whatever else runs on the machine disturbs, and of the events in a second of this process's CPU time.
 */
const { fork } = require('child_process')
const { once } = require('events')
const path = require('path')
const { getDestinationByIdOrKey } = require('../../dist')
const peers = require('@segment/action-destinations')
const { eventsOf } = require('./events')

const EVENTS_IN_A_BATCH = 1000
const BATCHES_IN_A_ROUND = 25
const ROUNDS = 15

/** Which presets of the two take a kind of event. Klime takes no pages: there, it gets the track events. */
const KINDS = {
  track: { ours: 'Track', klimes: 'Track Event' },
  payment: { ours: 'Payment Made', klimes: 'Track Event' },
  identify: { ours: 'Identify', klimes: 'Identify User' },
  page: { ours: 'Page', klimes: 'Track Event', klimeGets: 'track' }
}

function contender(destination, presetName, settings, events) {
  const preset = destination.definition.presets.find(({ name }) => name === presetName)
  return { destination, action: preset.partnerAction, input: { events, mapping: preset.mapping, settings } }
}

/** @returns events a second, and events a second of CPU time */
async function runRound({ destination, action, input }) {
  const start = performance.now()
  const cpuStart = process.cpuUsage()
  for (let batch = 0; batch < BATCHES_IN_A_ROUND; batch++) {
    const results = await destination.executeBatch(action, input)
    const failure = results.find(({ status }) => status >= 300)
    if (failure || results.length !== EVENTS_IN_A_BATCH) {
      throw new Error(`A batch failed: ${JSON.stringify(failure)}`)
    }
  }
  const { user, system } = process.cpuUsage(cpuStart)
  const seconds = (performance.now() - start) / 1000
  // The engine keeps every response until its host takes it.
  destination.responses.length = 0
  const events = BATCHES_IN_A_ROUND * EVENTS_IN_A_BATCH
  return { wall: events / seconds, cpu: events / ((user + system) / 1e6) }
}

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)]
const count = (number) => Math.round(number).toLocaleString('en').padStart(7)

async function compare(kind, ours, klime) {
  const wallRatios = []
  const cpuRatios = []
  for (let round = 0; round <= ROUNDS; round++) {
    const our = await runRound(ours)
    const klimes = await runRound(klime)
    // The first round warms up.
    if (round > 0) {
      wallRatios.push(our.wall / klimes.wall)
      cpuRatios.push(our.cpu / klimes.cpu)
      console.log(
        `${kind.padEnd(8)} ${String(round).padStart(2)}  events/s: ${count(our.wall)}, klime ${count(klimes.wall)}` +
          `  events/CPU s: ${count(our.cpu)}, klime ${count(klimes.cpu)}`
      )
    }
  }
  console.log(
    `${kind.padEnd(8)} median ratio to klime: ${median(wallRatios).toFixed(2)} of the events/s, ` +
      `${median(cpuRatios).toFixed(2)} of the events/CPU s\n`
  )
}

async function main(kinds) {
  const server = fork(path.join(__dirname, 'server.js'))
  try {
    const [port] = await once(server, 'message')
    const endpoint = `http://127.0.0.1:${port}`
    const tractionboard = await getDestinationByIdOrKey('tractionboard')
    const klime = await peers.getDestinationByIdOrKey('klime')
    for (const kind of kinds) {
      const { ours, klimes, klimeGets = kind } = KINDS[kind]
      const events = eventsOf(kind, EVENTS_IN_A_BATCH)
      const klimeEvents = eventsOf(klimeGets, EVENTS_IN_A_BATCH)
      await compare(
        kind,
        contender(tractionboard, ours, { tokenId: 'a-token', endpoint }, events),
        contender(klime, klimes, { writeKey: 'a-key', apiEndpoint: endpoint }, klimeEvents)
      )
    }
  } finally {
    server.disconnect()
  }
}

void main(process.argv.length > 2 ? process.argv.slice(2) : Object.keys(KINDS))
