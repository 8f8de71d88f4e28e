const REDACTED = '[Token ID]'

/**
 * Words that came from outside, without the Token ID that they may repeat: plain, URL-encoded, or in Base64 with or without
 * the colon that ends a user name. All forms are looked for at once: what was put in for one is never read again.
 */
export function withoutTokenId(words: string, tokenId: string): string {
  const token = tokenId.trim()
  return token === '' ? words : words.replace(new RegExp(formsOf(token).join('|'), 'gi'), REDACTED)
}

/** Patterns, the longest first: of two that begin alike, the one that takes more must be tried before. */
function formsOf(token: string): string[] {
  const encoded = [`${token}:`, token].map((text) => Buffer.from(text).toString('base64').replace(/=+$/, ''))
  return [...encoded.map((text) => `${literal(text)}=*`), Array.from(token, eitherWay).join('')]
}

/** A visible ASCII character, also behind the backslash of a JSON text, or as its percent-encoding. */
function eitherWay(character: string): string {
  return `(?:\\\\?${literal(character)}|%${character.charCodeAt(0).toString(16)})`
}

function literal(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '\\$&')
}
