import { once } from 'node:events'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { openPool, overConnections } from './connections'
import { Database, Room } from './database'
import { EngineSocket } from './engine/socket'
import type { EngineOptions } from './engine/engine'
import { RESERVE } from './engine/room'
import { inWords } from './engine/folder'
import { lockFolder } from './engine/folder-lock'
import { DatabaseError } from './errors'
import { makeFolder } from './make-folder'

/** An engine that did not come up is not tried again at once: while a disk is full, every attempt would cost half a second. */
const RETRY_MS = 1_000

/** What is no part of PostgreSQL's own memory there are messages, of which none is kept. */
const YOUNG_GENERATION_MB = 6

export interface EmbeddedOptions {
  /** Where it is kept, made where missing. Without one it is in memory. */
  folder?: string
  /** The prepared database that a new one is made from, as a path. Without one it takes seconds of processor time. */
  archive?: string
  /** Starts the thread of the engine. Default: the one of this package. */
  startThread?: (options: EngineOptions) => Worker
}

/**
 * PostgreSQL (PGlite) in a thread of its own, on a folder or in memory. It is spoken to like a server, in PostgreSQL's
 * protocol, and has one connection: transactions and statements take their turns. An engine that dies, as it does where a
 * disk fails, is started again by the next statement.
 */
export async function openEmbedded({ folder, archive, startThread = startEngine }: EmbeddedOptions): Promise<Database> {
  const unlock = folder === undefined ? undefined : await take(folder)
  let thread: Worker | undefined
  let failure: { error: Error; at: number } | undefined
  const connect = () => {
    const wait = failure && failure.at + RETRY_MS - Date.now()
    if (failure && wait && wait > 0) return EngineSocket.refusing(failure.error)
    thread = startThread({ folder, archive })
    return new EngineSocket(thread, (error) => (failure = { error, at: Date.now() }))
  }
  const pool = openPool({
    max: 1,
    stream: connect,
    ssl: false,
    user: 'postgres',
    database: 'postgres',
    idleTimeoutMillis: 0,
    allowExitOnIdle: true
  })
  const end = async () => {
    thread?.ref()
    const exited = thread && thread.threadId !== -1 ? once(thread, 'exit') : undefined
    await pool.end()
    await exited
    await unlock?.()
  }
  try {
    await pool.query('SELECT 1')
  } catch (error) {
    await end()
    throw error
  }
  let closing: Promise<void> | undefined
  const connections = overConnections({ statements: pool, transactions: pool })
  return {
    query: (sql, parameters) => connections.query<never>(sql, parameters).catch(explain),
    transaction: (work, key) => connections.transaction(work, key).catch(explain),
    room: async () => (folder === undefined ? undefined : roomOf(folder)),
    close: () => (closing ??= end())
  }
}

async function take(folder: string): Promise<() => Promise<void>> {
  try {
    await makeFolder(dirname(folder))
    return await lockFolder(folder)
  } catch (error) {
    throw inWords(folder, error as Error)
  }
}

function startEngine(options: EngineOptions): Worker {
  return new Worker(require.resolve('./engine/thread'), {
    workerData: options,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB }
  })
}

/** The engine lets nobody write while the disk has no room, by making transactions read-only. */
function explain(error: Error & { code?: string }): never {
  if (error.code === '25006') throw new DatabaseError('53100', 'The disk has no room to write. Nothing was stored.')
  throw error
}

async function roomOf(folder: string): Promise<Room> {
  const { bavail, bsize } = await statfs(dirname(folder))
  return { free: bavail * bsize, reserve: RESERVE }
}
