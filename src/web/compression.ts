import { constants } from 'node:zlib'
import type { FastifyCompressOptions } from '@fastify/compress'

/** Smaller answers fit into one packet as they are. In bytes. */
const SMALLEST = 1_024

/**
 * Answers of a page and its API are compressed for who takes it, off the thread that answers; what is sent in steps, as events and progress
 * are, is not, for a compressor would hold it back. Best of all brotli's qualities is this one, which takes no longer than gzip: 11, the
 * default, takes a hundred times as long.
 */
export const COMPRESSION: FastifyCompressOptions = {
  threshold: SMALLEST,
  encodings: ['br', 'gzip'],
  customTypes: /^(application\/json|text\/(csv|html))\b/,
  brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  // What is taken in is not this one's to open.
  globalDecompression: false
}
