import type { Queryable } from '../database'
import type { Metrics } from '../web'
import type { Outcome } from './outcomes'
import type { Sources } from './sources'

/** Open deliveries by state; an index has no others. */
const QUEUE = `
  SELECT state, sum(events) AS count FROM pipeline.deliveries
  WHERE source_id = ANY ($1) AND state IN ('waiting', 'retrying') GROUP BY state`

/** Counts what becomes of events and how many wait. Gives what has to be told of every outcome. */
export function measureDeliveries(metrics: Metrics, database: Queryable, sources: Sources): (outcome: Outcome) => void {
  const outcomes = metrics.counter('outcomes', 'Outcomes of events, one for each mapping', ['outcome'])
  metrics.gauge('queue_deliveries', 'Deliveries that are open', ['state'], async (queue) => {
    queue.set({ state: 'waiting' }, 0)
    queue.set({ state: 'retrying' }, 0)
    const rows = await database.query<{ state: 'waiting' | 'retrying'; count: number }>(QUEUE, [sources.ids])
    for (const { state, count } of rows) queue.set({ state }, count)
  })
  return ({ outcome }) => outcomes.inc({ outcome })
}
