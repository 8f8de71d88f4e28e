import '@fastify/helmet'
import type {} from '@fastify/swagger'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { CatalogueError } from './errors'
import { forNoDocument, notFound } from './server'
import type { SignIn } from './sign-in'
import { WRONG_KEY, signInPage } from './sign-in-page'

interface PageOptions {
  /** Where the build has put the page. */
  folder: string
  signIn: SignIn<unknown>
}

/** The page's index.html bears this where the nonce of each answer belongs. */
const NONCE_PLACEHOLDER = /__CSP_NONCE__/g
const NOT_BUILT =
  '<!doctype html><title>Tractionboard</title><p>The page is not built: run <code>npm run build</code>.</p>'
/** The build puts a hash of the content into the names of these. */
const HASHED = /^assets\//
/** What the sign-in page is written in, which is therefore for who is not signed in, too. */
const FONT = /^assets\/inter-latin-wght-.*\.woff2$/

/**
 * A page: its files, for who was signed in here, and the way to sign in. Every path that is no file and no call of an API is one
 * of its views. The files are the same for everybody and hold nothing that is secret; what they show comes by the API.
 */
export async function page(app: FastifyInstance, { folder, signIn }: PageOptions): Promise<void> {
  const index = join(folder, 'index.html')
  const html = existsSync(index) ? readFileSync(index, 'utf8') : NOT_BUILT
  const files = new Set(existsSync(index) ? readdirSync(folder, { recursive: true }).map(toPath) : [])
  files.delete('index.html')
  const font = [...files].find((file) => FONT.test(file))

  // The build has compressed the files already.
  await app.register(fastifyStatic, {
    root: folder,
    serve: false,
    preCompressed: true,
    cacheControl: false,
    acceptRanges: false
  })
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body))))
  )

  /** Its form is sent to this origin, and has to say so. */
  const sendSignIn = (reply: FastifyReply, error?: CatalogueError) => {
    const problem = error && (error.code === 'invalid_key' ? WRONG_KEY : error.message)
    const page = signInPage(reply.cspNonce.style, font, problem)
    return sendHtml(reply.code(error?.status ?? 401).header('Referrer-Policy', 'same-origin'), page)
  }

  /** The key must stay neither in the address bar nor in the history. What follows `#` is sent to no server. */
  const enter = async (request: FastifyRequest, reply: FastifyReply, key: string, path: string) => {
    try {
      const token = await signIn.signIn(request, reply, key)
      return reply.redirect(`${path}#session=${token}`, 303)
    } catch (error) {
      if (!(error instanceof CatalogueError) || error.status === 503) throw error
      return sendSignIn(reply, error)
    }
  }

  app.get('/sign-in', { schema: { hide: true } }, (_request, reply) => sendSignIn(reply))
  app.post<{ Body: { key?: string } | undefined }>('/sign-in', { schema: { hide: true } }, (request, reply) =>
    enter(request, reply, request.body?.key ?? '', '/')
  )
  app.get<{ Querystring: { key?: string } }>('/*', { schema: { hide: true } }, async (request, reply) => {
    const path = request.url.split('?')[0]
    if (path.startsWith('/api/') || path.startsWith('/v1/')) throw notFound(request)
    if (request.query.key !== undefined)
      return enter(request, reply, String(request.query.key), withoutKey(request.url))
    const file = path.slice(1)
    if (!signIn.isKnown(request) && file !== font) return sendSignIn(reply)
    if (files.has(file)) {
      const lifetime = HASHED.test(file) ? 'max-age=31536000, immutable' : 'max-age=3600'
      forNoDocument(reply)
      return reply.header('Cache-Control', `private, ${lifetime}`).header('Vary', 'Accept-Encoding').sendFile(file)
    }
    if (/\.\w+$/.test(file)) throw notFound(request)
    return sendHtml(reply, html.replace(NONCE_PLACEHOLDER, reply.cspNonce.style))
  })
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

function sendHtml(reply: FastifyReply, html: string): FastifyReply {
  return reply.header('Cache-Control', 'no-store').type('text/html; charset=utf-8').send(html)
}
