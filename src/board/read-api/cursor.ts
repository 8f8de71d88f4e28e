import { createHmac } from 'node:crypto'
import { problem } from '../errors'
import { isSameDigest } from '../secrets'
import { Board } from '../store/boards'

/** What a cursor belongs to: a list and what it was asked for, with what was not said as its default. */
export type Query = Readonly<Record<string, string | number | undefined>>

/**
 * A cursor is where a page ended, signed together with the query that it belongs to: one that was tampered with, or that comes from another
 * query or another board, is refused instead of giving a page that looks right.
 */
export function writeCursor(board: Board, query: Query, position: readonly unknown[]): string {
  const payload = Buffer.from(JSON.stringify(position)).toString('base64url')
  return `${payload}.${sign(board, query, payload)}`
}

/** The position that `writeCursor` was given; nothing where there is no cursor. */
export function readCursor<Position extends readonly unknown[]>(
  board: Board,
  query: Query,
  cursor: string | undefined
): Position | undefined {
  if (cursor === undefined) return undefined
  const [payload, signature = ''] = cursor.split('.')
  if (!isSameDigest(signature, sign(board, query, payload))) {
    throw problem('invalid_parameter', {
      detail: 'cursor must be a next_cursor of an earlier answer to the same query'
    })
  }
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Position
}

function sign(board: Board, query: Query, payload: string): string {
  const asked = Object.entries(query).filter(([, value]) => value !== undefined)
  const text = JSON.stringify([board.boardId, asked.sort(), payload])
  return createHmac('sha256', board.cursorKey).update(text).digest('base64url')
}
