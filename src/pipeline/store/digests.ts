import { hash } from 'node:crypto'

/** What a message id is known by: narrower than most, and of a fixed size. */
export const DIGEST_BYTES = 16

/** The digests of message ids one behind the other, by their position; that of a place without one is zero. */
export function digestsOf(messageIds: readonly (string | undefined)[]): Buffer {
  const digests = Buffer.alloc(messageIds.length * DIGEST_BYTES)
  messageIds.forEach((messageId, position) => {
    if (messageId === undefined) return
    hash('sha256', messageId, 'buffer').copy(digests, position * DIGEST_BYTES, 0, DIGEST_BYTES)
  })
  return digests
}

/** Whether a place has a digest. */
export function isGiven(digests: Buffer, at: number): boolean {
  for (let byte = 0; byte < DIGEST_BYTES; byte += 4) if (digests.readInt32LE(at + byte) !== 0) return true
  return false
}

/** A digest as the key of a map; none where the place is empty. */
export function keyAt(digests: Buffer, at: number): string | undefined {
  return isGiven(digests, at) ? digests.toString('latin1', at, at + DIGEST_BYTES) : undefined
}

/** Where each digest begins. */
export function* startsOf(digests: Buffer): Generator<number> {
  for (let at = 0; at < digests.length; at += DIGEST_BYTES) yield at
}

/** A batch with the digests of its events. */
export interface BatchIds {
  batchId: number
  digests: Buffer
}
