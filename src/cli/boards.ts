import path from 'node:path'
import { addBoard, listBoards, pickBoard, removeBoard, renameBoard, rotateAdminKey, rotateToken } from '../board'
import type { Database } from '../database'
import type { DatabaseOptions } from './options'
import { replaceKeptSecret } from './secrets'
import { print, withBoards, type BoardCommandOptions } from './with-boards'

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
