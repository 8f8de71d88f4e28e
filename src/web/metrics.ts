import type { FastifyInstance } from 'fastify'
import type { Database, Queryable } from '../database'
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'

const SECONDS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10]

/** What a server counts, as Prometheus reads it. A label has few values: never an id, an address or a name that somebody sent. */
export interface Metrics {
  counter<Label extends string>(name: string, help: string, labels?: readonly Label[]): Counter<Label>
  /** `collect` sets its values whenever somebody reads the metrics. */
  gauge<Label extends string>(
    name: string,
    help: string,
    labels: readonly Label[],
    collect: (gauge: Gauge<Label>) => Promise<void> | void
  ): void
  seconds<Label extends string>(
    name: string,
    help: string,
    labels?: readonly Label[],
    buckets?: number[]
  ): Histogram<Label>
  /** The text that Prometheus reads. What the process as a whole uses is observed from the first reading on. */
  text(): Promise<string>
  contentType: string
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const common = (name: string, help: string) => ({ name: `tractionboard_${name}`, help, registers: [registry] })
  let observesProcess = false
  return {
    counter: (name, help, labelNames = []) => new Counter({ ...common(name, help), labelNames }),
    gauge(name, help, labelNames, collect) {
      const gauge: Gauge<(typeof labelNames)[number]> = new Gauge({
        ...common(name, help),
        labelNames,
        collect: () => collect(gauge)
      })
    },
    seconds: (name, help, labelNames = [], buckets = SECONDS) =>
      new Histogram({ ...common(name, help), labelNames, buckets }),
    async text() {
      if (!observesProcess) collectDefaultMetrics({ register: registry })
      observesProcess = true
      return registry.metrics()
    },
    contentType: registry.contentType
  }
}

/** Counts the requests of a server and how long their answers took, by route. */
export function measureRequests(app: FastifyInstance, metrics: Metrics): void {
  const labels = ['method', 'route', 'status'] as const
  const requests = metrics.seconds('http_request_seconds', 'Requests, and how long their answers took', labels)
  app.addHook('onResponse', async ({ method, routeOptions, log }, { statusCode: status, elapsedTime }) => {
    const route = routeOptions.url ?? 'none'
    requests.observe({ method, route, status }, elapsedTime / 1000)
    log.debug({ method, route, status, milliseconds: Math.round(elapsedTime) }, 'answered')
  })
}

/** The same database, whose statements are counted and timed. */
export function measureQueries(database: Database, metrics: Metrics): Database {
  const queries = metrics.seconds('database_query_seconds', 'Statements of the database, and how long they took')
  const timed = (target: Queryable): Queryable['query'] => {
    return (sql, parameters) => {
      const end = queries.startTimer()
      return target.query<never>(sql, parameters).finally(end)
    }
  }
  return {
    ...database,
    query: timed(database),
    transaction: (work, key) => database.transaction((transaction) => work({ query: timed(transaction) }), key)
  }
}

/** The room on the disk, where the database writes to one of this machine. */
export function measureRoom(database: Database, metrics: Metrics): void {
  metrics.gauge('disk_free_bytes', 'Room on the disk of the embedded database', [], async (gauge) => {
    const room = await database.room()
    if (room) gauge.set(room.free)
  })
}
