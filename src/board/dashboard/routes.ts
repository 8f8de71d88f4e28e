import '@fastify/helmet'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { Database } from '../../database'
import { BoardError } from '../errors'
import { findReader, signIn } from '../read-api/session'
import { WRONG_KEY, signInPage } from './sign-in-page'

/** Where the build puts the dashboard: beside this file's folder, in `page`. */
const BUILT_PAGE = join(__dirname, '..', 'page')
/** The dashboard's index.html bears this where the nonce of each answer belongs. */
const NONCE_PLACEHOLDER = /__CSP_NONCE__/g
const NOT_BUILT =
  '<!doctype html><title>Tractionboard</title><p>The dashboard is not built: run <code>npm run build</code>.</p>'

/** The dashboard: its files, for who is signed in, and the way to sign in. Every other path is one of its views. */
export function dashboard(database: Database, folder: string = BUILT_PAGE) {
  const index = join(folder, 'index.html')
  const page = existsSync(index) ? readFileSync(index, 'utf8') : NOT_BUILT
  const files = new Set(existsSync(index) ? readdirSync(folder, { recursive: true }).map(toPath) : [])
  files.delete('index.html')

  return async (app: FastifyInstance): Promise<void> => {
    await app.register(fastifyStatic, { root: folder, serve: false })
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, Object.fromEntries(new URLSearchParams(String(body))))
    )

    app.post<{ Body: { key?: string } | undefined }>('/sign-in', { schema: { hide: true } }, async (request, reply) => {
      const isRight = await signIn(database, reply, request.body?.key ?? '')
      return isRight ? reply.redirect('/', 303) : sendSignIn(reply, WRONG_KEY)
    })

    app.get<{ Querystring: { key?: string } }>('/*', { schema: { hide: true } }, async (request, reply) => {
      const path = request.url.split('?')[0]
      if (path.startsWith('/api/') || path.startsWith('/v1/')) throw new BoardError('not_found')
      if (request.query.key !== undefined) {
        const isRight = await signIn(database, reply, String(request.query.key))
        // The key must stay neither in the address bar nor in the history.
        return isRight ? reply.redirect(withoutKey(request.url), 303) : sendSignIn(reply, WRONG_KEY)
      }
      if (!(await findReader(database, request))) return sendSignIn(reply)
      const file = path.slice(1)
      if (files.has(file)) return reply.header('Cache-Control', 'private, max-age=3600').sendFile(file)
      if (/\.\w+$/.test(file)) throw new BoardError('not_found')
      return sendHtml(reply, page.replace(NONCE_PLACEHOLDER, reply.cspNonce.style))
    })
  }
}

function toPath(file: string | Buffer): string {
  return String(file).replaceAll('\\', '/')
}

/** The same address without `key`. More than one slash at its start would make it another host's. */
function withoutKey(address: string): string {
  const { pathname, searchParams } = new URL(address.replace(/^\/+/, '/'), 'http://board')
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
