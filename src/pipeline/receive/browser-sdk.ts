import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { notFound } from '../../web'
import { problem } from '../errors'
import type { Sources } from '../sources'

/** Where the SDK's package keeps what Segment's CDN serves. */
const FOLDER = path.dirname(require.resolve('@segment/analytics-next/dist/umd/standalone.js'))

/** The parts that the SDK loads when it needs them; their names change with their contents. */
const BUNDLE = /^[\w-]+\.bundle\.[0-9a-f]+\.js$/

/**
 * The SDK finds the host that it came from by its own script's address, if that is https, and otherwise asks Segment's. This
 * tells it, where the page has not; the name of its global comes from where it looks for it, too.
 */
const TELL_ORIGIN = `(function(d,w){var s=d.currentScript,t=d.querySelector("script[data-global-segment-analytics-key]"),k=t&&t.getAttribute("data-global-segment-analytics-key")||"analytics",a=w[k]=w[k]||[];if(s&&s.src&&!a._cdn)a._cdn=s.src.split("/analytics.js/v1/")[0]})(document,window);\n`

/** A script as it is sent. */
interface Script {
  plain: Buffer
  gzipped: Buffer
  tag: string
}

/**
 * What Segment's CDN serves to its HTML snippet, from the package of the browser SDK: the snippet works with its host changed
 * to this one.
 */
export async function browserSdk(app: FastifyInstance, { sources }: { sources: Sources }): Promise<void> {
  const bundles = new Set(existsSync(FOLDER) ? readdirSync(FOLDER).filter((name) => BUNDLE.test(name)) : [])
  const scripts = new Map<string, Promise<Script>>()
  const load = (name: string, before = '') => {
    const loaded = scripts.get(name) ?? read(path.join(FOLDER, name), before)
    scripts.set(name, loaded)
    return loaded
  }

  app.get<{ Params: { writeKey: string } }>(
    '/analytics.js/v1/:writeKey/analytics.min.js',
    { schema: { hide: true } },
    async (request, reply) => {
      if (!sources.byWriteKey(request.params.writeKey)) throw problem('unknown_write_key')
      return send(request, reply, await load('standalone.js', TELL_ORIGIN), 'max-age=3600')
    }
  )
  app.get<{ Params: { name: string } }>(
    '/analytics-next/bundles/:name',
    { schema: { hide: true } },
    async (request, reply) => {
      const { name } = request.params
      if (!bundles.has(name)) throw notFound(request)
      return send(request, reply, await load(name), 'max-age=31536000, immutable')
    }
  )
}

async function read(file: string, before: string): Promise<Script> {
  // Its map is in the package, not here.
  const text = before + readFileSync(file, 'utf8').replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n')
  const plain = Buffer.from(text)
  const tag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`
  return { plain, gzipped: await promisify(gzip)(plain, { level: 9 }), tag }
}

function send(request: FastifyRequest, reply: FastifyReply, { plain, gzipped, tag }: Script, lifetime: string) {
  void reply.headers({
    'Cache-Control': `public, ${lifetime}`,
    ETag: tag,
    Vary: 'Accept-Encoding',
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    'X-Content-Type-Options': 'nosniff'
  })
  if (request.headers['if-none-match']?.includes(tag)) return reply.code(304).send()
  void reply.type('text/javascript; charset=utf-8')
  const isGzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '')
  return isGzip ? reply.header('Content-Encoding', 'gzip').send(gzipped) : reply.send(plain)
}
