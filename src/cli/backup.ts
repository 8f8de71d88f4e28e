import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BackupError, backupBoard, checkBackup, pickBoard, restoreBoard } from '../board'
import type { Database } from '../database'
import { print, withBar, withBoards, type BoardCommandOptions } from './with-boards'

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
    if (error instanceof BackupError) throw new Error(`${file}: ${error.message}`)
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
export const restore = async (file: string, options: BoardCommandOptions) => {
  const read = () => createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })
  const checked = await checkBackup(read()).catch(ofFile(file))
  const work = async (database: Database) => {
    const made = await withBar((onProgress) => restoreBoard(database, checked, read(), options.name, onProgress)).catch(
      ofFile(file)
    )
    print(
      `Board ${made.boardId} (${made.name}) has ${made.events} events.\nToken ID   ${made.tokenId}\nAdmin key  ${made.adminKey}`
    )
    print('The admin key is shown this once: keep it.')
  }
  return withBoards(options, work, { mayMake: true })
}
