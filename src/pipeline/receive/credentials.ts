import { createHash } from 'node:crypto'

/** A source's id: a digest of its write key, so that neither a table nor an address holds the key itself. */
export function sourceIdOf(writeKey: string): string {
  return createHash('sha256').update(writeKey).digest('hex').slice(0, 32)
}

/**
 * The write key of a request: Basic user name (`base64(key:)`), Bearer token, or `writeKey` in the body, in this order.
 * Keys are afterwards looked up by their digest: how long that takes says nothing about a key.
 */
export function writeKeyOf(authorization: string | undefined, body: unknown): string | undefined {
  const [, scheme, credentials] = /^(basic|bearer)\s+(\S+)\s*$/i.exec(authorization ?? '') ?? []
  if (scheme) {
    const key = scheme.toLowerCase() === 'bearer' ? credentials : userNameOf(credentials)
    if (key) return key
  }
  const inBody = (body as { writeKey?: unknown } | null | undefined)?.writeKey
  return typeof inBody === 'string' && inBody !== '' ? inBody : undefined
}

function userNameOf(basic: string): string {
  const [userName] = Buffer.from(basic, 'base64').toString().split(':', 1)
  return userName
}
