import path from 'node:path'
import { pickBoard, rebuildBoard, verifyBoard } from '../board'
import type { Integrations, Progress } from '../board'
import type { Database } from '../database'
import { ask, askInSteps } from './running'
import { requireSecrets } from './secrets'
import { findPlace, print, withBar, withBoards, type BoardCommandOptions } from './with-boards'

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
