import '@fastify/cookie'
import { createHash, randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { RateLimiterMemory } from 'rate-limiter-flexible'
import { webError } from './errors'

export const SESSION_DAYS = 30

/** The header that bears the page's half of a session. */
const SESSION_HEADER = 'x-session-token'

/** Wrong keys that an address, and all together, may try within a minute. */
const WRONG_KEYS_OF_ADDRESS = 20
const WRONG_KEYS_OF_ALL = 300
const WINDOW_SECONDS = 60
/** Each wrong key is answered later than the one before, up to a second. */
const DELAY_STEP_MS = 50
const LONGEST_DELAY_MS = 1_000

/** Whom the admin keys of a part let in, and where it keeps their sessions. */
export interface Door<Reader> {
  part: 'board' | 'pipeline'
  /** Stands before the cookie's secret, so that a session is looked for where it is kept. Without a full stop. */
  tenantOf(reader: Reader): string
  findByKey(key: string): Promise<Reader | undefined>
  findBySession(session: Session): Promise<Reader | undefined>
  /** Whether the reader came by a key that opens for reading alone. Default: nobody does. */
  isReadOnly?(reader: Reader): boolean
  /** Keeps the session for SESSION_DAYS. */
  addSession(session: Session, reader: Reader): Promise<void>
  removeSession(session: Session): Promise<void>
}

export interface Session {
  tenant: string
  /** Of both halves. */
  digest: string
}

export interface SignIn<Reader> {
  /**
   * Whose request it is: by the admin key as a bearer token, else by the two halves of a session.
   * @throws CatalogueError invalid_key, too_many_wrong_keys, foreign_origin where a page of elsewhere would change something, or
   *   read_only where somebody would who may only read
   */
  readerOf(request: FastifyRequest): Promise<Reader>
  /** The same, for what holds keys: whoever may only read is refused. */
  ownerOf(request: FastifyRequest): Promise<Reader>
  /** Leaves the cookie of a new session and gives the page's half, if the key is right. */
  signIn(request: FastifyRequest, reply: FastifyReply, key: string): Promise<string>
  /** Ends the session, if there is one: its halves are worth nothing any more, wherever they were copied to. */
  signOut(request: FastifyRequest, reply: FastifyReply): Promise<void>
  /** Whether a browser was signed in here once. That shows it the page, which is the same for everybody, and nothing else. */
  isKnown(request: FastifyRequest): boolean
}

/**
 * Signing in with an admin key. A session has two halves: a strict, http-only cookie, which the browser sends to every server of
 * this host, and a token that the page keeps in the storage of its own origin and sends along in a header. Only both together
 * open something. A server on another port is sent the cookie, yet cannot read the token; a script that gets into the page can
 * read the token, yet not the cookie. Kept is only a digest of both.
 */
export function createSignIn<Reader>(
  door: Door<Reader>,
  originOf: (request: FastifyRequest) => string
): SignIn<Reader> {
  const byAddress = new RateLimiterMemory({ points: WRONG_KEYS_OF_ADDRESS, duration: WINDOW_SECONDS })
  const overall = new RateLimiterMemory({ points: WRONG_KEYS_OF_ALL, duration: WINDOW_SECONDS })

  /** The right key opens however many wrong ones came: nobody can lock its owner out. What keeps guesses out is its length. */
  const findByKey = async (request: FastifyRequest, key: string): Promise<Reader> => {
    const reader = await door.findByKey(key)
    if (reader !== undefined) return reader
    const [{ consumedPoints }] = await Promise.all([byAddress.consume(request.ip), overall.consume('all')]).catch(
      () => {
        throw webError('too_many_wrong_keys')
      }
    )
    await sleep(Math.min(consumedPoints * DELAY_STEP_MS, LONGEST_DELAY_MS))
    throw webError('invalid_key')
  }
  /** Browsers know no ports for cookies. That which the browser sees, in the name, keeps two servers of a host apart. */
  const cookieOf = (request: FastifyRequest) => {
    const origin = originOf(request)
    const port = /:(\d+)$/.exec(origin)?.[1] ?? (origin.startsWith('https:') ? '443' : '80')
    return `tractionboard_${door.part}_${port}`
  }
  const sessionOf = (request: FastifyRequest) => {
    const [cookie, token] = [request.cookies?.[cookieOf(request)], request.headers[SESSION_HEADER]]
    return cookie && typeof token === 'string' ? toSession(cookie, token) : undefined
  }

  const letIn = async (request: FastifyRequest): Promise<Reader> => {
    checkOrigin(request, originOf(request))
    const [, key] = /^bearer +(\S+) *$/i.exec(request.headers.authorization ?? '') ?? []
    if (key !== undefined) return findByKey(request, key)
    const session = sessionOf(request)
    const reader = session && (await door.findBySession(session))
    if (!reader) throw webError('invalid_key')
    return reader
  }
  const mayOnlyRead = (reader: Reader) => door.isReadOnly?.(reader) === true

  return {
    async readerOf(request) {
      const reader = await letIn(request)
      if (!isSafe(request) && mayOnlyRead(reader)) throw webError('read_only')
      return reader
    },
    async ownerOf(request) {
      const reader = await letIn(request)
      if (mayOnlyRead(reader)) throw webError('read_only')
      return reader
    },
    async signIn(request, reply, key) {
      checkOrigin(request, originOf(request))
      const reader = await findByKey(request, key)
      const [cookie, token] = [`${door.tenantOf(reader)}.${newSecret()}`, newSecret()]
      await door.addSession(toSession(cookie, token), reader)
      void reply.setCookie(cookieOf(request), cookie, { ...COOKIE, maxAge: SESSION_DAYS * 86_400 })
      return token
    },
    async signOut(request, reply) {
      checkOrigin(request, originOf(request))
      const session = sessionOf(request)
      if (session) await door.removeSession(session)
      void reply.clearCookie(cookieOf(request), COOKIE)
    },
    isKnown: (request) => request.cookies[cookieOf(request)] !== undefined
  }
}

/** `auto`: also `Secure` where the server is reached by https. */
const COOKIE = { path: '/', httpOnly: true, sameSite: 'strict', secure: 'auto' } as const

/** SameSite knows no ports: a page of another port of this host counts as the same site, not as the same origin. */
function checkOrigin(request: FastifyRequest, own: string): void {
  if (isSafe(request)) return
  const { headers } = request
  const site = headers['sec-fetch-site']
  const isForeign = headers.origin !== undefined ? headers.origin !== own : site !== undefined && site !== 'none'
  if (isForeign && site !== 'same-origin') throw webError('foreign_origin')
}

/** https://www.rfc-editor.org/rfc/rfc9110#name-safe-methods */
function isSafe({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD'
}

function newSecret(): string {
  return randomBytes(24).toString('base64url')
}

function toSession(cookie: string, token: string): Session {
  const [tenant] = cookie.split('.', 1)
  return { tenant, digest: createHash('sha256').update(`${cookie}.${token}`).digest('hex') }
}
