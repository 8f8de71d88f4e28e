import type { FastifyInstance } from 'fastify'
import { CATALOG_ID, manifest } from '..'
import { migrate, openDatabase, type Database, type DatabaseLocation } from '../database'
import {
  checkAdminKey,
  checkWebOptions,
  closeInTime,
  createMetrics,
  listen,
  measureQueries,
  urlOf,
  type Address,
  type WebOptions
} from '../web'
import { watch } from './alerts/watch'
import { checkAlertUrl, type Webhook } from './alerts/webhook'
import { Courier } from './deliver/courier'
import { Scheduler } from './deliver/scheduler'
import { Engine, type Definition } from './deliver/engine'
import { measureDeliveries } from './metrics'
import { PIPELINE_SCHEMA } from './migrations'
import type { Outcome } from './outcomes'
import { OutcomeFeed } from './read-api/outcome-feed'
import { DEFAULT_QUEUE, Pressure, type QueueLimits } from './receive/pressure'
import { Receiver } from './receive/receiver'
import { Rollups } from './record/rollups'
import { checkKeep, DEFAULT_KEEP, keepUp, startUpkeep, type Keep } from './record/upkeep'
import { buildServer } from './server'
import { Sources, type SourceOptions } from './sources'
import { reclaimLeases } from './store/deliveries'
import type { LaneState } from './store/lanes'
import { MessageIds } from './store/message-ids'
import { Numbers } from './store/numbers'
import { Segments } from './store/segments'

/** New deliveries kept in memory at most, where nothing else is said; the others wait in the database. */
const MOST_HELD = 5_000

export interface StartOptions extends WebOptions {
  /** Where the database is, or an open one, which then stays open when the pipeline is closed. */
  database: DatabaseLocation | Database
  sources: readonly SourceOptions[]
  /** Opens the page and its API. */
  adminKey: string
  /** Default: Tractionboard's. */
  definition?: Definition
  /** The folder of the built page. Default: `page` beside this file. */
  page?: string
  /** How long and how much is kept on record. Default: seven days, a million events; what is undelivered, 90 days. */
  keep?: Keep
  /** New deliveries kept in memory at most; the others wait in the database. Default 5,000. */
  maxHeld?: number
  /** What may wait to be delivered; beyond, calls are answered 429. Default: ten million events, ten billion bytes. */
  queue?: Partial<QueueLimits>
  /** Where it is told what is amiss, once when it begins and once when it ends. Default: nowhere but the log. */
  alerts?: Webhook
  /** Told of every outcome once it is committed. */
  onOutcome?: (outcome: Outcome) => void
  now?: () => Date
  random?: () => number
}

export interface RunningPipeline {
  /** The base URL on this machine, without a slash at its end: of the Tracking API, of the page and of the read API. */
  url: string
  address: Address
  /** Finishes or gives back what is in hand, then lets go of the port and the database, all in `drainSeconds`. Closing twice is closing once. */
  close(): Promise<void>
}

/**
 * Opens the database, brings its tables up to date, receives events and delivers them.
 *
 * @example
 * const pipeline = await startPipeline({
 *   database: { memory: true },
 *   port: 0,
 *   adminKey: 'an-admin-key-of-16',
 *   sources: [{ name: 'Website', writeKey: 'a-write-key', settings: { tokenId: 'a-token-id' } }]
 * })
 * const answer = await fetch(`${pipeline.url}/v1/projects/a-write-key/settings`)
 * console.log(answer.status) // 200
 * await pipeline.close()
 *
 * @throws Error that says in one line what is in the way, such as a port in use or a short admin key
 */
export async function startPipeline(options: StartOptions): Promise<RunningPipeline> {
  checkWebOptions(options)
  checkAdminKey(options.adminKey)
  if (options.alerts) checkAlertUrl(options.alerts.url)
  checkKeep(options.keep ?? DEFAULT_KEEP)
  const owned = !('query' in options.database)
  const database =
    'query' in options.database ? options.database : await openDatabase(options.database, PIPELINE_SCHEMA)
  const workers: (() => Promise<void>)[] = []
  let app: FastifyInstance | undefined
  let closing: Promise<void> | undefined
  const close = () =>
    (closing ??= closeInTime(options, app, workers, async () => (owned ? database.close() : undefined)))
  try {
    await migrate(database, PIPELINE_SCHEMA)
    app = await assemble(database, options, workers)
    const address = await listen(app, options)
    app.log.info({ url: urlOf(address) }, 'listening')
    return { url: urlOf(address), address, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** The server and what works behind it, which `workers` gets to close. */
async function assemble(
  opened: Database,
  options: StartOptions,
  workers: (() => Promise<void>)[]
): Promise<FastifyInstance> {
  const { now = () => new Date(), random = Math.random, maxHeld = MOST_HELD, keep = DEFAULT_KEEP } = options
  const metrics = createMetrics()
  const database = measureQueries(opened, metrics)
  const definition = options.definition ?? manifest[CATALOG_ID].definition
  const sources = await Sources.open(database, options.sources, definition, now())
  // An embedded database has no other user: whatever was leased belongs to a process that is gone.
  const embedded = !('query' in options.database || 'url' in options.database)
  if (embedded) await reclaimLeases(database, sources.ids, now())

  const feed = new OutcomeFeed()
  const pressure = new Pressure(database, sources.ids, { ...DEFAULT_QUEUE, ...options.queue })
  await pressure.look()
  const measure = measureDeliveries(metrics, database, sources, pressure, keep, now)
  const onOutcome = (outcome: Outcome) => {
    measure(outcome)
    options.onOutcome?.(outcome)
    feed.tell(outcome)
  }
  const onError = (error: Error) => app.log.error({ err: error }, 'the pipeline failed at its work')
  const onLane = ({ mappingId, state, until, code }: LaneState) => {
    if (state === 'open') app.log.warn({ mapping: mappingId }, 'the mapping delivers again')
    else app.log.warn({ mapping: mappingId, state, until, code }, 'the mapping does not deliver')
  }
  const engine = new Engine(definition, now)
  const numbers = new Numbers(database)
  const ids = await MessageIds.open(database, sources.ids, now)
  const segments = await Segments.open(database, ids, now, onError)
  const rollups = await Rollups.open(database, sources.ids)
  const store = { database, numbers, segments }
  const courier = new Courier({ ...store, engine, onOutcome, now, random })
  const scheduler = new Scheduler({ ...store, sources, engine, courier, now, random, onError, onLane, maxHeld })
  const receiver = new Receiver({ ...store, scheduler, destinationName: definition.name, onOutcome, now })
  const app = await buildServer({
    ...options,
    database,
    numbers,
    ids,
    rollups,
    metrics,
    sources,
    engine,
    receiver,
    pressure,
    feed,
    keep,
    now,
    catalogId: CATALOG_ID
  })
  const upkeep = startUpkeep(async () => {
    await keepUp(database, segments, sources.ids, keep, now())
    await rollups.keep()
  }, onError)
  // What an upgrade or a kill has left to do.
  void rollups.keep().catch(onError)
  const alerts = watch({
    database,
    sources,
    rollups,
    keep,
    pressure,
    webhook: options.alerts,
    now,
    random,
    onError,
    onAlert: ({ kind, message }, state) => app.log.warn({ alert: kind, state }, `${message}`)
  })
  scheduler.start()
  pressure.start()
  workers.push(
    () => scheduler.close(),
    () => upkeep.close(),
    () => rollups.close(),
    () => segments.settled(),
    () => pressure.close(),
    () => alerts.close()
  )
  return app
}
