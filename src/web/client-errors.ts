import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { RETRY_AFTER_SECONDS, webError } from './errors'

const NO_HTTP = 'it is no HTTP, or has more than 16 KB of headers'

/**
 * Answers what is no request, or did not come in whole in time. That may be for want of time here, so it is never said to be the client's
 * fault (408, of which an SDK makes that its events are to be dropped), but that it may come again.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const isLate = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
  const { status, body } = isLate ? webError('too_slow') : webError('invalid_request', { detail: NO_HTTP })
  const text = JSON.stringify(body)
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${text.length}`,
    ...(isLate ? [`Retry-After: ${RETRY_AFTER_SECONDS}`] : [])
  ]
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${text}`)
  socket.destroySoon()
}
