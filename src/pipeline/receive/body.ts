import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import type { CatalogueError } from '../../web'
import { problem } from '../errors'

/** Segment's limit for a whole request, in bytes, after unpacking. */
export const MOST_REQUEST_BYTES = 500 * 1024

const unpack = promisify(gunzip)

/**
 * Parses a body as JSON whatever its content type says: the browser SDK sends `text/plain` to spare a preflight.
 *
 * @throws {CatalogueError} invalid_encoding, request_too_large or invalid_json
 */
export async function parseBody(body: Buffer, encoding: string | undefined): Promise<unknown> {
  const text = (await decode(body, encoding)).toString()
  try {
    return JSON.parse(text)
  } catch (error) {
    throw problem('invalid_json', { detail: text.trim() === '' ? 'it is empty' : describe(error as Error) })
  }
}

async function decode(body: Buffer, encoding = 'identity'): Promise<Buffer> {
  if (encoding === 'identity' || encoding === '') return body
  if (encoding !== 'gzip' && encoding !== 'x-gzip') throw problem('invalid_encoding')
  try {
    return await unpack(body, { maxOutputLength: MOST_REQUEST_BYTES })
  } catch (error) {
    throw unpackingProblem(error as NodeJS.ErrnoException)
  }
}

function unpackingProblem(error: NodeJS.ErrnoException): CatalogueError {
  return problem(error.code === 'ERR_BUFFER_TOO_LARGE' ? 'request_too_large' : 'invalid_encoding')
}

/** V8 quotes the text around a fault; the quote is left out, because it may hold a write key. */
function describe(error: Error): string {
  const [, position] = /position (\d+)/.exec(error.message) ?? []
  return position ? `it breaks off or goes wrong at character ${position}` : 'it breaks off or goes wrong'
}
