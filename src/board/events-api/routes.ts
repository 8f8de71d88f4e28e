import { Static, Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Database } from '../../database'
import { Board, findByToken } from '../store/boards'
import { errorAnswers } from '../error-answers'
import { problem } from '../errors'
import { withBoardLock } from '../store/lock'
import type { RecentChanges } from '../people/changed'
import { deletePerson } from '../people/remove'
import { limitRequests, type Metrics } from '../../web'
import { basicUser } from '../secrets'
import { storable } from '../storable'
import { ingestInto } from './ingest'
import { acceptGzip } from './gzip'
import { isInvalidToken } from './line'
import { DeleteBody, EventsAnswer, EventsBody, MOST_BYTES, MOST_EVENTS, Result } from './schemas'

/** Requests that are worked on at a time; more of them would only pile up before the database. */
const MOST_REQUESTS = 64

/** Boards that are remembered by their Token IDs, at most. */
const MOST_KNOWN = 1_000

/** What the metrics tell apart. */
const RESULTS: readonly [name: string, matches: (result: Result) => boolean][] = [
  ['known', ({ status }) => status === 200],
  ['stored', ({ status }) => status === 201],
  ['refused', ({ status }) => status >= 400]
]

const EVENTS = '/v1/events'
const REALM = 'Basic realm="Tractionboard"'

const security = [{ tokenId: [] }]

/** The Events API v1: what the destination sends to. */
/** @param check throws where a board is not to be used now */
export function eventsApi(
  database: Database,
  metrics: Metrics,
  recentChanges: RecentChanges,
  check: (boardId: number) => void
) {
  const outcomes = metrics.counter('ingested_events', 'Events that came in, by what became of them', ['result'])

  const ingest = ingestInto(database, undefined, recentChanges)

  return async (app: FastifyInstance): Promise<void> => {
    acceptGzip(app)
    const boards = new WeakMap<FastifyRequest, Board>()
    const boardOf = (request: FastifyRequest) => boards.get(request) as Board
    // Who sends events need not be looked up each time: while others are being stored it would wait for them, and `ingest` looks again.
    const known = new Map<string, Board>()
    const find = async (tokenId: string, url?: string) =>
      (url === EVENTS && known.get(tokenId)) || (await findByToken(database, tokenId))
    limitRequests(app, MOST_REQUESTS, async (request, reply) => {
      const { url } = request.routeOptions
      void reply.header('WWW-Authenticate', REALM)
      const tokenId = basicUser(request.headers.authorization)
      const board = tokenId ? await find(tokenId, url) : undefined
      if (!board) throw problem('invalid_token')
      void reply.removeHeader('WWW-Authenticate')
      if (url !== '/v1/account') check(board.boardId)
      boards.set(request, board)
      if (known.size >= MOST_KNOWN && !known.has(board.tokenId)) known.clear()
      known.set(board.tokenId, board)
    })

    app.get(
      '/v1/account',
      {
        schema: {
          summary: 'The board that a Token ID belongs to',
          security,
          response: { 200: Type.Object({ name: Type.String() }), ...errorAnswers(401, 503) }
        }
      },
      async (request) => ({ name: boardOf(request).name })
    )

    app.post<{ Body: { events: unknown[] } }>(
      EVENTS,
      {
        bodyLimit: MOST_BYTES,
        // Each event is checked on its own, so that a bad one does not cost the others.
        validatorCompiler: () => checkEnvelope,
        schema: {
          summary: 'Store events',
          description: 'Answers once the events are committed. Each id is stored once, however often it arrives.',
          security,
          body: EventsBody,
          response: { 200: EventsAnswer, 207: EventsAnswer, ...errorAnswers(400, 401, 413, 415, 429, 503) }
        }
      },
      async (request, reply) => {
        const board = boardOf(request)
        const results = await ingest(board, request.body.events).catch((error) => {
          if (isInvalidToken(error)) {
            known.delete(board.tokenId)
            void reply.header('WWW-Authenticate', REALM)
          }
          throw error
        })
        for (const [result, matches] of RESULTS) {
          const { length } = results.filter(matches)
          if (length > 0) outcomes.inc({ result }, length)
        }
        return reply.code(results.some(({ status }) => status >= 400) ? 207 : 200).send({ results })
      }
    )

    app.post<{ Body: Static<typeof DeleteBody> }>(
      '/v1/users/delete',
      {
        schema: {
          summary: 'Delete a person and every event of theirs',
          security,
          body: DeleteBody,
          response: { 200: Type.Object({ deleted_events: Type.Integer() }), ...errorAnswers(400, 401, 413, 415, 503) }
        }
      },
      async (request) => {
        const { boardId } = boardOf(request)
        const [userId, anonymousId] = [request.body.user_id, request.body.anonymous_id].map((id) => id && storable(id))
        const deleted = await withBoardLock(database, boardId, (transaction) =>
          deletePerson(transaction, boardId, { userId, anonymousId })
        )
        return { deleted_events: deleted }
      }
    )
  }
}

const ENVELOPE = `the body must be {"events": [...]} with 1 to ${MOST_EVENTS.toLocaleString('en')} events, as JSON`

/** A Fastify validator: the body of a request as a whole. */
function checkEnvelope(body: unknown): { value: unknown } | { error: Error } {
  const events = (body as { events?: unknown } | null)?.events
  const keys = Object.keys(body ?? {})
  const fits = Array.isArray(events) && events.length > 0 && events.length <= MOST_EVENTS && keys.length === 1
  return fits ? { value: body } : { error: problem('invalid_request', { detail: ENVELOPE }) }
}
