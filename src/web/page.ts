import '@fastify/helmet'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { WRONG_KEY, signInPage } from './sign-in-page'

export interface PageOptions {
  /** Where the build has put the page. */
  folder: string
  isSignedIn(request: FastifyRequest): boolean | Promise<boolean>
  /** Leaves a session's cookie in the answer, if the key is right. */
  signIn(reply: FastifyReply, key: string): boolean | Promise<boolean>
  /** What is thrown for a path that is nothing. */
  notFound(request: FastifyRequest): Error
}

/** The page's index.html bears this where the nonce of each answer belongs. */
const NONCE_PLACEHOLDER = /__CSP_NONCE__/g
const NOT_BUILT =
  '<!doctype html><title>Tractionboard</title><p>The page is not built: run <code>npm run build</code>.</p>'

/**
 * A page: its files, for who is signed in, and the way to sign in. Every path that is no file and no call of an API is one
 * of its views. Needs @fastify/cookie, and @fastify/helmet with `strictHeaders`.
 */
export async function page(app: FastifyInstance, options: PageOptions): Promise<void> {
  const { folder, isSignedIn, signIn, notFound } = options
  const index = join(folder, 'index.html')
  const html = existsSync(index) ? readFileSync(index, 'utf8') : NOT_BUILT
  const files = new Set(existsSync(index) ? readdirSync(folder, { recursive: true }).map(toPath) : [])
  files.delete('index.html')

  await app.register(fastifyStatic, { root: folder, serve: false })
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body))))
  )

  app.post<{ Body: { key?: string } | undefined }>('/sign-in', { schema: { hide: true } }, async (request, reply) => {
    const isRight = await signIn(reply, request.body?.key ?? '')
    return isRight ? reply.redirect('/', 303) : sendSignIn(reply, WRONG_KEY)
  })

  app.get<{ Querystring: { key?: string } }>('/*', { schema: { hide: true } }, async (request, reply) => {
    const path = request.url.split('?')[0]
    if (path.startsWith('/api/') || path.startsWith('/v1/')) throw notFound(request)
    if (request.query.key !== undefined) {
      const isRight = await signIn(reply, String(request.query.key))
      // The key must stay neither in the address bar nor in the history.
      return isRight ? reply.redirect(withoutKey(request.url), 303) : sendSignIn(reply, WRONG_KEY)
    }
    if (!(await isSignedIn(request))) return sendSignIn(reply)
    const file = path.slice(1)
    if (files.has(file)) return reply.header('Cache-Control', 'private, max-age=3600').sendFile(file)
    if (/\.\w+$/.test(file)) throw notFound(request)
    return sendHtml(reply, html.replace(NONCE_PLACEHOLDER, reply.cspNonce.style))
  })
}

/** Options of @fastify/helmet: scripts and styles are the page's own; images may come from the web, because avatars do. */
export const strictHeaders = {
  enableCSPNonces: true,
  hsts: false,
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'"],
      connectSrc: ["'self'"],
      fontSrc: ["'self'"],
      imgSrc: ["'self'", 'https:', 'http:', 'data:'],
      manifestSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"]
    }
  }
}

function toPath(file: string | Buffer): string {
  return String(file).replaceAll('\\', '/')
}

/** The same address without `key`. More than one slash at its start would make it another host's. */
function withoutKey(address: string): string {
  const { pathname, searchParams } = new URL(address.replace(/^\/+/, '/'), 'http://page')
  searchParams.delete('key')
  const query = searchParams.toString()
  return query === '' ? pathname : `${pathname}?${query}`
}

function sendSignIn(reply: FastifyReply, problem?: string): FastifyReply {
  return sendHtml(reply.code(401), signInPage(reply.cspNonce.style, problem))
}

function sendHtml(reply: FastifyReply, html: string): FastifyReply {
  return reply.header('Cache-Control', 'no-store').type('text/html; charset=utf-8').send(html)
}
