import { problem } from '../errors'
import { parseBody } from './body'

/** A transparent GIF of one pixel. */
export const PIXEL = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

/**
 * Reads the call of Segment's pixel: `data` is its JSON in base64, also in the alphabet for addresses. A plus that was not
 * escaped arrives as a blank.
 *
 * @throws {PipelineError} missing_field, request_too_large or invalid_json
 */
export function readPixel(data: unknown): Promise<unknown> {
  if (typeof data !== 'string' || data === '') {
    throw problem('missing_field', { field: 'data', accepted: "the call's JSON in base64" }, 'data')
  }
  return parseBody(Buffer.from(data.replaceAll(' ', '+'), 'base64'), undefined)
}
