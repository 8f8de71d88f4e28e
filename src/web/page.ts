import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply } from 'fastify'

/**
 * What a page may do: run the scripts that were built with it, and talk to its own server. Styles that libraries write
 * at run time bear the nonce of the response.
 */
function contentSecurityPolicy(nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `style-src-attr 'unsafe-inline'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`
  ].join('; ')
}

/** Headers for everything that a signed-in browser is sent. */
export const safeHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin'
}

/** Serves the files of a built page below `/`. Its document is sent by `sendPage`. */
export async function servePageFiles(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(folder)) return
  await app.register(fastifyStatic, {
    root: folder,
    index: false,
    wildcard: false,
    globIgnore: ['index.html'],
    setHeaders(response, file) {
      for (const [name, value] of Object.entries(safeHeaders)) response.setHeader(name, value)
      // The names of built files change with their content.
      const isBuilt = file.includes(`${path.sep}assets${path.sep}`)
      response.setHeader('Cache-Control', isBuilt ? 'public, max-age=31536000, immutable' : 'no-cache')
    }
  })
}

/** Sends the page's document with a policy and a nonce of its own. */
export function sendPage(reply: FastifyReply, folder: string): FastifyReply {
  const file = path.join(folder, 'index.html')
  if (!existsSync(file)) return reply.code(404).type('text/plain').send('The page is not built. Run: npm run build')
  const nonce = randomBytes(16).toString('base64')
  return reply
    .headers({ ...safeHeaders, 'Content-Security-Policy': contentSecurityPolicy(nonce), 'Cache-Control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(readFileSync(file, 'utf8').replaceAll('__CSP_NONCE__', nonce))
}
