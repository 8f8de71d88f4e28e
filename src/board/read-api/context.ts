import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../../database'
import type { EventStreams, SignIn } from '../../web'
import { problem } from '../errors'
import type { Actor } from '../people/actor'
import type { RecentChanges } from '../people/changed'
import type { Board } from '../store/boards'
import type { Reader } from '../store/sessions'
import { createAnswers, type Answers, type Kept } from './answers'
import { allPages, sendCsv, wantsCsv, type Column } from './csv'
import { findPerson } from './users'

/** What the calls of the read API share. */
export interface Context {
  database: Database
  streams: EventStreams
  /** What has been read of the boards. */
  answers: Answers
  /** Whose board it is, told by the key or the session: who comes so far was let in. */
  boardOf(request: FastifyRequest): Board
  /** The board as it is now, in which is remembered what was read of it before. */
  keptOf(request: FastifyRequest): Promise<Kept>
  /** @throws not_found */
  personOf(board: Board, id: string): Promise<Actor>
}

/** @param boards of the requests that were let in */
export function createContext(
  database: Database,
  streams: EventStreams,
  boards: WeakMap<FastifyRequest, Reader>,
  recentChanges: RecentChanges
): Context {
  const answers = createAnswers(database, recentChanges)
  const boardOf = (request: FastifyRequest) => boards.get(request) as Reader
  return {
    database,
    streams,
    answers,
    boardOf,
    keptOf: (request) => answers.of(boardOf(request)),
    async personOf(board, id) {
      const person = await findPerson(database, board, id)
      if (!person) throw problem('not_found', { what: `person with the id ${id}` })
      return person
    }
  }
}

export const isSettings = (request: FastifyRequest) => request.routeOptions.url?.startsWith('/api/settings/')

/** Lets in who may read, and to what is below /settings, which holds keys, who may change. */
export async function letIn(signIn: SignIn<Reader>, request: FastifyRequest): Promise<Reader> {
  return isSettings(request) ? signIn.ownerOf(request) : signIn.readerOf(request)
}

/** As many rows are read at a time for a table. */
const CSV_PAGE = 200

interface Page {
  cursor?: string
  limit?: number
}

/** A page of a list as JSON, or all of it as a table where the client asks for one. */
export function askedInPages<Name extends string, Row>(
  request: FastifyRequest<{ Querystring: Page }>,
  reply: FastifyReply,
  name: Name,
  columns: readonly Column<Row>[],
  read: (page: Page) => Promise<Record<Name, Row[]> & { next_cursor: string | null }>
): object | Promise<FastifyReply> {
  const { cursor, limit } = request.query
  if (!wantsCsv(request)) return read({ cursor, limit })
  const next = async (after: string | undefined) => {
    const { [name]: rows, next_cursor } = await read({ cursor: after, limit: CSV_PAGE })
    return { rows: rows as Row[], next_cursor }
  }
  return sendCsv(reply, name, columns, allPages(next))
}

/** The answer as JSON, or as a table where the client asks for one. */
export function asked<Answer extends object, Row>(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Answer,
  name: string,
  columnsOf: (answer: Answer) => readonly Column<Row>[],
  rows: readonly Row[]
): object | Promise<FastifyReply> {
  return wantsCsv(request) ? sendCsv(reply, name, columnsOf(answer), rows) : answer
}
