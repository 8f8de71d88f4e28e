/**
 * Processor time an event through `executeBatch`, 1,000 in a batch, next to klime, the fastest of the destinations in
 * Segment's package. From the repository's root:
 *
 *     npm run build && npm ci --prefix bench && node bench/destination/klime.js
 *
 * Both get the same events. In each round all take turns in this one process, and only their ratio says something; the
 * server that answers has a process of its own.
 */
const { fork } = require('child_process')
const { once } = require('events')
const path = require('path')
const v8 = require('v8')
const vm = require('vm')
const { getDestinationByIdOrKey } = require('../../dist')
const peers = require('@segment/action-destinations')
const { eventsOf } = require('./events')

const ROUNDS = 10
const BATCHES_IN_A_ROUND = 20
const EVENTS_IN_A_BATCH = 1000

/** Which presets of the two take a kind of event. Klime has none for pages: its Track Event gets their name as the event. */
const KINDS = {
  track: { ours: 'Track', klimes: 'Track Event' },
  payment: { ours: 'Payment Made', klimes: 'Track Event' },
  identify: { ours: 'Identify', klimes: 'Identify User' },
  page: { ours: 'Page', klimes: 'Track Event', mapping: { event: { '@path': '$.name' } } }
}

v8.setFlagsFromString('--expose-gc')
const collectGarbage = vm.runInNewContext('gc')

function contender(destination, presetName, settings, events, mapping = {}) {
  const preset = destination.definition.presets.find(({ name }) => name === presetName)
  const input = { events, mapping: { ...preset.mapping, ...mapping }, settings }
  return { destination, action: preset.partnerAction, input }
}

/** @returns microseconds of this process's processor time an event */
async function run({ destination, action, input }) {
  collectGarbage()
  const start = process.cpuUsage()
  for (let batch = 0; batch < BATCHES_IN_A_ROUND; batch++) {
    const results = await destination.executeBatch(action, input)
    const failure = results.find(({ status }) => status >= 300)
    if (failure || results.length !== EVENTS_IN_A_BATCH) throw new Error(`A batch failed: ${JSON.stringify(failure)}`)
    // The engine keeps every response until its host takes it.
    destination.responses.length = 0
  }
  const { user, system } = process.cpuUsage(start)
  return (user + system) / (BATCHES_IN_A_ROUND * EVENTS_IN_A_BATCH)
}

/** The median of numbers, and in brackets the least and the most. */
function spread(numbers, digits) {
  const sorted = [...numbers].sort((one, other) => one - other)
  const median = (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
  const [middle, least, most] = [median, sorted[0], sorted[sorted.length - 1]].map((number) => number.toFixed(digits))
  return `${middle} (${least} to ${most})`
}

async function measure(pairs) {
  const rounds = pairs.map(() => [])
  // The first round warms up.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [index, { ours, klimes }] of pairs.entries()) {
      const times =
        round % 2 === 0 ? [await run(ours), await run(klimes)] : [await run(klimes), await run(ours)].reverse()
      if (round > 0) rounds[index].push(times)
    }
  }
  return rounds
}

async function main() {
  const server = fork(path.join(__dirname, 'server.js'))
  try {
    const [port] = await once(server, 'message')
    const endpoint = `http://127.0.0.1:${port}`
    const tractionboard = await getDestinationByIdOrKey('tractionboard')
    const klime = await peers.getDestinationByIdOrKey('klime')
    const pairs = Object.entries(KINDS).map(([kind, { ours, klimes, mapping }]) => {
      const events = eventsOf(kind, EVENTS_IN_A_BATCH)
      return {
        ours: contender(tractionboard, ours, { tokenId: 'a-token', endpoint }, events),
        klimes: contender(klime, klimes, { writeKey: 'a-key', apiEndpoint: endpoint }, events, mapping)
      }
    })
    const rounds = await measure(pairs)
    console.log(`Processor time an event in microseconds: median (least to most) of ${ROUNDS} rounds\n`)
    console.log('          tractionboard           klime                   events/s relative to klime')
    Object.keys(KINDS).forEach((kind, index) => {
      const [ours, klimes] = [0, 1].map((column) => rounds[index].map((times) => times[column]))
      const ratios = rounds[index].map(([our, other]) => other / our)
      console.log(kind.padEnd(10) + spread(ours, 1).padEnd(24) + spread(klimes, 1).padEnd(24) + spread(ratios, 2))
    })
  } finally {
    server.disconnect()
  }
}

void main()
