import type { Queryable } from '../database'
import type { Metrics } from '../web'
import { KINDS } from './alerts/conditions'
import { countAlerts } from './alerts/store'
import type { Outcome } from './outcomes'
import type { Pressure } from './receive/pressure'
import { countAging, type Keep } from './record/upkeep'
import type { Sources } from './sources'

const LANES = `
  SELECT state, count(*) AS count FROM pipeline.lanes WHERE source_id = ANY ($1) AND state <> 'open' GROUP BY state`

/** From what a client waits for to what an endpoint that was away for hours has cost. */
const LATENCY_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 14_400]

const LANE_STATES = ['held', 'down', 'paused'] as const

/** Counts what becomes of events and how many wait. Gives what has to be told of every outcome. */
export function measureDeliveries(
  metrics: Metrics,
  database: Queryable,
  sources: Sources,
  pressure: Pressure,
  keep: Keep,
  now: () => Date
): (outcome: Outcome) => void {
  const outcomes = metrics.counter('outcomes', 'Outcomes of events, one for each mapping', ['outcome'])
  metrics.gauge('queue_deliveries', 'Deliveries that are open', ['state'], (deliveries) => {
    deliveries.set({ state: 'waiting' }, pressure.queue.waiting)
    deliveries.set({ state: 'retrying' }, pressure.queue.retrying)
  })
  metrics.gauge('queue_bytes', 'Bytes of the events that are open, as they are stored', [], (bytes) =>
    bytes.set(pressure.queue.bytes)
  )
  metrics.gauge('queue_oldest_seconds', 'How long ago the oldest of them came in', [], (oldest) =>
    oldest.set(pressure.queue.oldest ? (now().getTime() - pressure.queue.oldest.getTime()) / 1000 : 0)
  )
  metrics.gauge('lanes', 'Mappings that do not simply deliver', ['state'], async (lanes) => {
    for (const state of LANE_STATES) lanes.set({ state }, 0)
    const rows = await database.query<{ state: (typeof LANE_STATES)[number]; count: number }>(LANES, [sources.ids])
    for (const { state, count } of rows) lanes.set({ state }, count)
  })
  metrics.gauge('undelivered_aging', 'Undelivered events that will be forgotten within a week', [], async (aging) => {
    let count = 0
    for (const id of sources.ids) count += await countAging(database, id, keep, now())
    aging.set(count)
  })
  const latency = metrics.seconds('delivery_seconds', 'From receiving an event to delivering it', [], LATENCY_SECONDS)
  metrics.gauge('alerts', 'What is amiss', ['kind'], async (alerts) => {
    for (const kind of KINDS) alerts.set({ kind }, 0)
    for (const { kind, count } of await countAlerts(database, sources.ids)) alerts.set({ kind }, count)
  })
  return ({ outcome, receivedAt, at }) => {
    outcomes.inc({ outcome })
    if (outcome === 'delivered') latency.observe((at.getTime() - receivedAt.getTime()) / 1000)
  }
}
