import '@fastify/cookie'
import { Static, Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Database } from '../../database'
import { Board, findByAdminKey, findById } from '../store/boards'
import { BoardError } from '../errors'
import { ErrorSchema } from '../events-api/schemas'
import { bearer, digest, isSameDigest, newSecret } from '../secrets'
import { SessionBody } from './shapes'

const COOKIE = 'tractionboard_board'
const SESSION_DAYS = 30
const SESSION_SECONDS = SESSION_DAYS * 86_400

/** The board that a request may read: by the admin key as a bearer token, else by the session's cookie. */
export async function findReader(database: Database, request: FastifyRequest): Promise<Board | undefined> {
  const adminKey = bearer(request.headers.authorization)
  if (adminKey !== undefined) return findByAdminKey(database, adminKey)
  const session = request.cookies[COOKIE]
  return session ? findBySession(database, session) : undefined
}

async function findBySession(database: Database, session: string): Promise<Board | undefined> {
  const wanted = digest(session)
  const [row] = await database.query<{ board_id: number; digest: string }>(
    'SELECT board_id, digest FROM board.sessions WHERE digest = $1 AND expires_at > now()',
    [wanted]
  )
  return row && isSameDigest(row.digest, wanted) ? findById(database, row.board_id) : undefined
}

/** Signs in with the admin key: the answer bears the session's cookie. Resolves to whether the key was right. */
export async function signIn(database: Database, reply: FastifyReply, adminKey: string): Promise<boolean> {
  const board = await findByAdminKey(database, adminKey)
  if (!board) return false
  const session = newSecret()
  await database.query('DELETE FROM board.sessions WHERE board_id = $1 AND expires_at <= now()', [board.boardId])
  await database.query(
    `INSERT INTO board.sessions (board_id, digest, expires_at) VALUES ($1, $2, now() + $3 * interval '1 day')`,
    [board.boardId, digest(session), SESSION_DAYS]
  )
  void reply.setCookie(COOKIE, session, { ...cookieOptions(), maxAge: SESSION_SECONDS })
  return true
}

/** `POST /api/session` trades the admin key for the cookie, for those who do not come by the page. */
export function sessionApi(database: Database) {
  return async (app: FastifyInstance): Promise<void> => {
    app.post<{ Body: Static<typeof SessionBody> }>(
      '/session',
      {
        schema: {
          summary: 'Sign in',
          body: SessionBody,
          response: { 204: Type.Null(), 400: ErrorSchema, 401: ErrorSchema, 503: ErrorSchema }
        }
      },
      async (request, reply) => {
        if (!(await signIn(database, reply, request.body.key))) throw new BoardError('invalid_key')
        return reply.code(204).send()
      }
    )
  }
}

/** Ends the session: its cookie is worth nothing any more, wherever it was copied to. */
export async function signOut(database: Database, board: Board, request: FastifyRequest, reply: FastifyReply) {
  await database.query('DELETE FROM board.sessions WHERE board_id = $1 AND digest = $2', [
    board.boardId,
    digest(request.cookies[COOKIE] ?? '')
  ])
  void reply.clearCookie(COOKIE, cookieOptions())
}

/** `auto`: also `Secure` where the board is reached by https. */
function cookieOptions() {
  return { path: '/', httpOnly: true, sameSite: 'strict', secure: 'auto' } as const
}
