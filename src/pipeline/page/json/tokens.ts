export type Token = { text: string; kind: 'key' | 'string' | 'number' | 'word' | 'plain' }

const PARTS = /("(?:\\.|[^"\\])*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)/g

/** Cuts JSON text into parts to be coloured. Joined, they are the text again. */
export function tokensOf(json: string): Token[] {
  const tokens: Token[] = []
  let end = 0
  for (const match of json.matchAll(PARTS)) {
    if (match.index > end) tokens.push({ text: json.slice(end, match.index), kind: 'plain' })
    const [text, string, colon, number] = match
    if (string && colon) tokens.push({ text: string, kind: 'key' }, { text: colon, kind: 'plain' })
    else tokens.push({ text, kind: string ? 'string' : number ? 'number' : 'word' })
    end = match.index + text.length
  }
  return end < json.length ? [...tokens, { text: json.slice(end), kind: 'plain' }] : tokens
}
