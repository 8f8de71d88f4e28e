import { CATALOG_ID, manifest } from '..'
import { migrate, openDatabase, type Database, type DatabaseLocation } from '../database'
import path from 'node:path'
import { KeySession } from '../web/session'
import { OutcomeFeed } from './read-api/outcome-feed'
import { buildApp } from './server'
import { Courier } from './deliver/courier'
import { Deliverer } from './deliver/deliverer'
import { Engine, type Definition } from './deliver/engine'
import { PIPELINE_SCHEMA } from './migrations'
import type { Outcome } from './outcomes'
import { Receiver } from './receive/receiver'
import { Sources, type SourceOptions } from './sources'
import { defaultKeep, keepUp, startUpkeep, type Keep } from './record/upkeep'
import { reclaimLeases } from './store/deliveries'

export type PipelineOptions = {
  /** Where a location is given, the pipeline opens the database and closes it in the end. */
  database: Database | DatabaseLocation
  /** Default 127.0.0.1. */
  host?: string
  /** 0 takes any free port. */
  port: number
  sources: readonly SourceOptions[]
  /** Opens the page and its API. */
  adminKey: string
  /** Default: Tractionboard's. */
  definition?: Definition
  /** The folder of the built page. Default: `page` beside this file. */
  page?: string
  /** How long and how much is kept on record. Default: seven days, a million events. */
  keep?: Keep
  /** New deliveries kept in memory at most; the others wait in the database. Default 20,000. */
  maxHeld?: number
  /** Told of every outcome once it is committed. */
  onOutcome?: (outcome: Outcome) => void
  /** Told of failures that are the pipeline's own. Default: their messages go to standard error. */
  onError?: (error: Error) => void
  now?: () => Date
  random?: () => number
}

export type Pipeline = {
  /** Where it listens, such as `http://127.0.0.1:3000`. */
  url: string
  /** Stops taking calls, finishes or gives back what is in hand. Closing twice is closing once. */
  close(): Promise<void>
}

/**
 * Receives events and delivers them.
 *
 * @throws where the port is in use, an error that names it
 */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const isOpen = 'query' in options.database
  const database =
    'query' in options.database ? options.database : await openDatabase(options.database, PIPELINE_SCHEMA)
  try {
    const { url, close } = await run(database, options)
    let closing: Promise<void> | undefined
    return { url, close: () => (closing ??= isOpen ? close() : close().then(() => database.close())) }
  } catch (error) {
    if (!isOpen) await database.close()
    throw error
  }
}

async function run(database: Database, options: PipelineOptions): Promise<Pipeline> {
  const { onError = report, now = () => new Date(), random = Math.random, maxHeld = 20_000 } = options
  const feed = new OutcomeFeed()
  const onOutcome = (outcome: Outcome) => {
    options.onOutcome?.(outcome)
    feed.tell(outcome)
  }
  const definition = options.definition ?? manifest[CATALOG_ID].definition
  await migrate(database, PIPELINE_SCHEMA)
  const sources = await Sources.open(database, options.sources, definition, now())
  // An embedded database has no other user: whatever was leased belongs to a process that is gone.
  const embedded = !('query' in options.database || 'url' in options.database)
  if (embedded) await reclaimLeases(database, sources.ids, now())
  const engine = new Engine(definition, now)
  const courier = new Courier({ database, engine, onOutcome, now, random })
  const deliverer = new Deliverer({ database, sources, engine, courier, now, onError, maxHeld })
  const receiver = new Receiver({ database, deliverer, destinationName: definition.name, onOutcome, now })
  const session = new KeySession('tractionboard_pipeline', options.adminKey, now)
  const page = options.page ?? path.join(__dirname, 'page')
  const parts = { database, sources, engine, receiver, session, page, feed, catalogId: CATALOG_ID }
  const app = await buildApp({ ...parts, now, onError })
  const url = await listen(app, options.host ?? '127.0.0.1', options.port)
  deliverer.start()
  const upkeep = startUpkeep(() => keepUp(database, sources.ids, options.keep ?? defaultKeep, now()), onError)
  const close = async () => {
    await app.close()
    await Promise.all([deliverer.close(), upkeep.close()])
  }
  return { url, close }
}

const report = (error: Error) => console.error(error.message)

async function listen(app: Awaited<ReturnType<typeof buildApp>>, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    await app.close()
    const { code } = error as NodeJS.ErrnoException
    throw code === 'EADDRINUSE'
      ? new Error(`Port ${port} on ${host} is in use. Choose another one with --port.`)
      : error
  }
}
