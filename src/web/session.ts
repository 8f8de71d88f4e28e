import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'

const sessionSeconds = 30 * 86_400

/**
 * Signing in with a key that the process knows. A session is its time of expiry, signed with the key: nothing is
 * stored, and another key ends all sessions.
 */
export class KeySession {
  /** @param cookie its name; browsers send cookies to every port of a host, so each server needs its own */
  constructor(
    private readonly cookie: string,
    private readonly key: string,
    private readonly now: () => Date = () => new Date()
  ) {}

  /** Whether a request bears the key as a Bearer token, or the cookie of a session. */
  isSignedIn(request: FastifyRequest): boolean {
    const [, token] = /^bearer\s+(\S+)\s*$/i.exec(request.headers.authorization ?? '') ?? []
    if (token !== undefined) return this.isSame(this.sign(token), this.sign(this.key))
    const [, expires, signature] = /^(\d+)\.([\w-]+)$/.exec(request.cookies[this.cookie] ?? '') ?? []
    return expires !== undefined && this.isSame(signature, this.sign(expires)) && Number(expires) > this.now().getTime()
  }

  /** Leaves the cookie of a session, if the key is right. */
  signIn(reply: FastifyReply, key: string): boolean {
    if (!this.isSame(this.sign(key), this.sign(this.key))) return false
    const expires = String(this.now().getTime() + sessionSeconds * 1000)
    void reply.setCookie(this.cookie, `${expires}.${this.sign(expires)}`, { ...attributes, maxAge: sessionSeconds })
    return true
  }

  signOut(reply: FastifyReply): void {
    void reply.clearCookie(this.cookie, attributes)
  }

  private sign(text: string): string {
    return createHmac('sha256', this.key).update(text).digest('base64url')
  }

  private isSame(one: string, other: string): boolean {
    return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
  }
}

/** `auto`: also `Secure` where the server is reached by https. */
const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure: 'auto' } as const
