import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** SHA-256 in hex: what a secret or a deleted id is looked up by. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Whether two digests are equal, in a time that does not tell where they differ. */
export function isSameDigest(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** A new Token ID or admin key: 192 bits of chance in letters and digits that need no escaping anywhere. */
export function newSecret(): string {
  return randomBytes(24).toString('hex')
}

/** The user name of an HTTP Basic authorization, which is where the Token ID travels. */
export function basicUser(authorization: string | undefined): string | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(authorization ?? '')?.[1]
  return encoded && Buffer.from(encoded, 'base64').toString('utf8').split(':')[0]
}
