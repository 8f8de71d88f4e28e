import { SingleBar, Presets } from 'cli-progress'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { BOARD_SCHEMA, bringUpToDate } from '../board'
import type { Progress } from '../board'
import { migrate, openDatabase } from '../database'
import type { Database } from '../database'
import { makeDataFolder } from './data-folder'
import { locationOf } from './options'
import type { DatabaseOptions } from './options'
import { readPlace } from './running'
import type { Place } from './running'

export interface BoardCommandOptions extends DatabaseOptions {
  board?: string
  name?: string
  yes?: boolean
}

export const print = (text: string) => process.stdout.write(`${text}\n`)

/**
 * Opens the database of the boards, up to date, and closes it again.
 * @throws Error in one line where there is none, unless the command may make it
 */
export async function withBoards(
  options: DatabaseOptions,
  work: (database: Database) => Promise<void>,
  { mayMake = false } = {}
): Promise<void> {
  const location = locationOf(options, 'board')
  if ('folder' in location && !existsSync(location.folder)) {
    if (!mayMake) throw new Error(`There is no board in ${location.folder}: choose another folder with --data.`)
    await makeDataFolder(path.resolve(options.data))
  }
  const place = await findPlace(options)
  if (place) {
    throw new Error(
      `${place.url} serves this data folder, and its database is open in that process alone. ` +
        'Stop it, run the command, and start it again. Only "verify" and "rebuild" work through it.'
    )
  }
  const database = await openDatabase(location, BOARD_SCHEMA)
  try {
    await migrate(database, BOARD_SCHEMA)
    await withBar((onProgress) => bringUpToDate(database, (_board, done, total) => onProgress(done, total)))
    await work(database)
  } finally {
    await database.close()
  }
}

/** What a step of many is told by: a bar on the terminal, nothing elsewhere. */
export async function withBar<Result>(work: (onProgress: Progress) => Promise<Result>): Promise<Result> {
  const bar = new SingleBar(
    { format: '{bar} {percentage}%  {value} of {total} events', clearOnComplete: true },
    Presets.shades_classic
  )
  try {
    return await work((done, total) => {
      if (!bar.isActive) bar.start(total, done)
      bar.setTotal(total)
      bar.update(done)
    })
  } finally {
    bar.stop()
  }
}

/** Where a board serves on the data folder now. A process that was killed leaves its place behind. */
export async function findPlace(options: DatabaseOptions): Promise<Place | undefined> {
  if (!('folder' in locationOf(options, 'board'))) return undefined
  const place = await readPlace(path.resolve(options.data), 'board')
  const health =
    place && (await fetch(`${place.url}/healthz`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined))
  return health?.ok ? place : undefined
}
