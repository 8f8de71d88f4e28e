import { Transform } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { problem } from '../errors'

/** Lets bodies come gzip-encoded. The body limit counts the unzipped bytes, so that a small bomb does not get through. */
export function acceptGzip(app: FastifyInstance): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity'
    if (encoding === 'identity') return payload
    if (encoding !== 'gzip') throw problem('unsupported_media_type')
    const counter = new Counter()
    const unzipped = Object.assign(createGunzip(), { receivedEncodedLength: 0 })
    // Fastify compares this with Content-Length once the body is read.
    counter.on('data', (chunk: Buffer) => (unzipped.receivedEncodedLength += chunk.length))
    payload.on('error', (error) => unzipped.destroy(error))
    payload.pipe(counter).pipe(unzipped)
    return unzipped
  })
}

class Counter extends Transform {
  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    done(null, chunk)
  }
}
