import { SingleBar, Presets } from 'cli-progress'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import {
  BOARD_SCHEMA,
  addBoard,
  backupBoard,
  bringUpToDate,
  listBoards,
  pickBoard,
  rebuildBoard,
  removeBoard,
  renameBoard,
  restoreBoard,
  rotateAdminKey,
  rotateToken,
  verifyBoard
} from '../board'
import type { Integrations, Progress } from '../board'
import { migrate, openDatabase } from '../database'
import type { Database } from '../database'
import { makeDataFolder } from './data-folder'
import { locationOf } from './options'
import type { DatabaseOptions } from './options'
import { ask, askInSteps, readPlace } from './running'
import type { Place } from './running'
import { replaceKeptSecret, requireSecrets } from './secrets'

export interface BoardCommandOptions extends DatabaseOptions {
  board?: string
  name?: string
  yes?: boolean
}

const print = (text: string) => process.stdout.write(`${text}\n`)

/**
 * Opens the database of the boards, up to date, and closes it again.
 * @throws Error in one line where there is none, unless the command may make it
 */
async function withBoards(
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
    await bringUpToDate(database)
    await work(database)
  } finally {
    await database.close()
  }
}

/** What a step of many is told by: a bar on the terminal, nothing elsewhere. */
async function withBar<Result>(work: (onProgress: Progress) => Promise<Result>): Promise<Result> {
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

/** `tractionboard boards list` */
export const list = (options: DatabaseOptions) =>
  withBoards(options, async (database) => {
    for (const { boardId, name, tokenId, events, users } of await listBoards(database)) {
      print(`${boardId}  ${name}  Token ID ${tokenId}  ${events} events  ${users} persons`)
    }
  })

/** `tractionboard boards add NAME` */
export const add = (name: string, options: DatabaseOptions) => {
  const work = async (database: Database) => {
    const { boardId, tokenId, adminKey } = await addBoard(database, name)
    print(
      `Board ${boardId} (${name})\nToken ID   ${tokenId}\nAdmin key  ${adminKey}\nThe admin key is shown this once: keep it.`
    )
  }
  return withBoards(options, work, { mayMake: true })
}

/** `tractionboard boards rename BOARD NAME` */
export const renameTo = (board: string, name: string, options: DatabaseOptions) =>
  withBoards(options, async (database) => {
    const { boardId, name: old } = await pickBoard(database, board)
    await renameBoard(database, boardId, name)
    print(`Board ${boardId} is named ${name} now; it was ${old}.`)
  })

/** `tractionboard boards rotate-token BOARD` */
export const rotateTokenOf = (board: string, options: DatabaseOptions) =>
  withBoards(options, async (database) => {
    const meant = await pickBoard(database, board)
    const { tokenId } = await rotateToken(database, meant)
    print(
      `Board ${meant.boardId} (${meant.name})\nToken ID   ${tokenId}\nThe old one works no more: give the new one to Segment.`
    )
  })

/** `tractionboard boards rotate-key BOARD` */
export const rotateKeyOf = (board: string, options: DatabaseOptions) =>
  withBoards(options, async (database) => {
    const { boardId, name } = await pickBoard(database, board)
    const { adminKey, old } = await rotateAdminKey(database, boardId)
    const isKept = await replaceKeptSecret(path.resolve(options.data), 'adminKey', old, adminKey)
    print(`Board ${boardId} (${name})\nAdmin key  ${adminKey}`)
    print(isKept ? 'The data folder has the new one, too.' : 'The admin key is shown this once: keep it.')
  })

/** `tractionboard boards remove BOARD --yes` */
export const remove = (board: string, options: BoardCommandOptions) =>
  withBoards(options, async (database) => {
    const { boardId, name, events } = await pickBoard(database, board)
    if (!options.yes)
      throw new Error(`Board ${boardId} (${name}) has ${events} events. To remove it for good add --yes.`)
    await removeBoard(database, boardId)
    print(`Board ${boardId} (${name}) is gone with its ${events} events.`)
  })

/** `tractionboard verify`: ends with 1 where anything is not what the events say. */
export const verify = (options: BoardCommandOptions) =>
  prove(options, '/api/verify', verifyBoard, (board, { count, differences }) => {
    for (const difference of differences) print(JSON.stringify(difference))
    if (count === 0) print(`${board}: everything is what its events say.`)
    else {
      print(`${board}: ${count} rows are not what its events say. "tractionboard rebuild" mends them.`)
      process.exitCode = 1
    }
  })

/** `tractionboard rebuild` */
export const rebuild = (options: BoardCommandOptions) => {
  const work: Proof<{ events: number }> = async (database, boardId, onProgress) => ({
    events: await rebuildBoard(database, boardId, onProgress)
  })
  return prove(options, '/api/rebuild', work, (board, { events }) =>
    print(`${board} was made anew from ${events} events.`)
  )
}

type Proof<Result> = (database: Database, boardId: number, onProgress: Progress) => Promise<Result>

/** By the board that serves where it does, since its database is open in its process alone; else by this process. */
async function prove<Result>(
  options: BoardCommandOptions,
  call: string,
  work: Proof<Result>,
  tell: (board: string, result: Result) => void
): Promise<void> {
  const running = await findServing(options)
  if (running) {
    const { place, adminKey, name } = running
    tell(`Board ${name}`, await withBar((onProgress) => askInSteps<Result>(place, call, adminKey, onProgress)))
    return
  }
  await withBoards(options, async (database) => {
    const { boardId, name } = await pickBoard(database, options.board)
    tell(`Board ${boardId} (${name})`, await withBar((onProgress) => work(database, boardId, onProgress)))
  })
}

/**
 * The board that serves on the data folder: the one whose admin key the folder has.
 * @throws Error in one line where another one of the folder is meant, which only the process that serves can reach
 */
async function findServing(options: BoardCommandOptions) {
  const place = await findPlace(options)
  if (!place) return undefined
  const { adminKey } = await requireSecrets(path.resolve(options.data), ['adminKey'])
  const { name, number } = await ask<Pick<Integrations, 'name' | 'number'>>(
    place,
    '/api/settings/integrations',
    adminKey
  )
  if (options.board !== undefined && ![name, String(number)].includes(options.board)) {
    throw new Error(
      `${place.url} serves this data folder, and of its boards the folder has the key of board ${number} (${name}) alone. ` +
        `For board ${options.board} stop it first, or call POST ${place.url}/api/verify or /api/rebuild with that board's admin key.`
    )
  }
  return { place, adminKey, name }
}

/** Where a board serves on the data folder now. A process that was killed leaves its place behind. */
async function findPlace(options: DatabaseOptions): Promise<Place | undefined> {
  if (!('folder' in locationOf(options, 'board'))) return undefined
  const place = await readPlace(path.resolve(options.data), 'board')
  const health =
    place && (await fetch(`${place.url}/healthz`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined))
  return health?.ok ? place : undefined
}

/** What the system says of a file, in words. */
const FILE_FAULTS: Record<string, string> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there',
  EISDIR: 'is a folder',
  EACCES: 'is not yours to open',
  ENOSPC: 'has no room on its disk'
}

function ofFile(file: string) {
  return (error: NodeJS.ErrnoException): never => {
    const fault = FILE_FAULTS[error.code ?? '']
    throw fault === undefined ? error : new Error(`${file} ${fault}.`)
  }
}

/** `tractionboard backup FILE`: a file appears when it is whole. */
export const backup = (file: string, options: BoardCommandOptions) =>
  withBoards(options, async (database) => {
    const { boardId, name, events } = await pickBoard(database, options.board)
    const draft = `${file}.part`
    try {
      await withBar((onProgress) =>
        pipeline(Readable.from(backupBoard(database, boardId, onProgress)), createWriteStream(draft, { mode: 0o600 }))
      ).catch(ofFile(existsSync(path.dirname(file)) ? file : path.dirname(file)))
      await rename(draft, file).catch(ofFile(file))
    } catch (error) {
      await rm(draft, { force: true })
      throw error
    }
    print(`Board ${boardId} (${name}), ${events} events, is in ${file}.`)
  })

/** `tractionboard restore FILE`: makes a new board. */
export const restore = (file: string, options: BoardCommandOptions) => {
  const work = async (database: Database) => {
    const read = () => createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })
    const made = await withBar((onProgress) => restoreBoard(database, read, options.name, onProgress)).catch(
      ofFile(file)
    )
    print(
      `Board ${made.boardId} (${made.name}) has ${made.events} events.\nToken ID   ${made.tokenId}\nAdmin key  ${made.adminKey}`
    )
    print('The admin key is shown this once: keep it.')
  }
  return withBoards(options, work, { mayMake: true })
}
