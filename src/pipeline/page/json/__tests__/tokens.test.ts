import { tokensOf } from '../tokens'

describe('the parts of JSON text', () => {
  it('tells keys from values', () => {
    const parts = tokensOf('{ "a\\"b": ["x", -1.5e3, true, null] }').filter(({ kind }) => kind !== 'plain')
    expect(parts).toEqual([
      { text: '"a\\"b"', kind: 'key' },
      { text: '"x"', kind: 'string' },
      { text: '-1.5e3', kind: 'number' },
      { text: 'true', kind: 'word' },
      { text: 'null', kind: 'word' }
    ])
  })

  it.each(['{"a":1}', '', 'no JSON: "open', '<b>"x"</b>'])('loses nothing of %s', (text) => {
    expect(
      tokensOf(text)
        .map((token) => token.text)
        .join('')
    ).toBe(text)
  })
})
