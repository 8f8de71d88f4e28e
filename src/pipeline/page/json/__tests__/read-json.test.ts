import { readJson, readJsonObject } from '../read-json'

/** The words about a text, and the part of it that they are about. */
const said = (text: string) => {
  const read = readJson(text)
  return 'problem' in read ? [read.problem, text.slice(read.from, read.to)] : read
}

describe('JSON that a person wrote', () => {
  it.each(['1', '"text"', 'null', '{"a":[1]}'])('reads %s', (text) => {
    expect(readJson(text)).toEqual({ value: JSON.parse(text) })
  })

  it.each([
    ['{\n  "a": 1\n  "b": 2\n}', 'Line 3: a comma is missing before this.', '"b"'],
    ['{"a":1,}', 'Line 1: a name in double quotes is missing. After the last entry stands no comma.', '}'],
    ['[1,\n]', 'Line 2: a value is missing. After the last entry stands no comma.', ']'],
    ['{\n  "a": {\n', 'Line 2: a } is missing at the end.', '{\n'],
    ['[1', 'Line 1: a ] is missing at the end.', '1'],
    ['{"a" 1}', 'Line 1: a colon is missing after the name.', '1'],
    ['{"a": oops}', 'Line 1: “oops” is no JSON. Text stands in double quotes.', 'oops'],
    ["{'a': 1}", "Line 1: “'a'” is no JSON. Text stands in double quotes.", "'a'"],
    ['{"a": "x', 'Line 1: the closing double quote is missing.', '"x'],
    ['{}}', 'Line 1: the JSON has ended before this.', '}'],
    ['// why\n{}', 'Line 1: JSON has no comments.', '// why'],
    ['{"a": "\\x"}', 'Line 1: a backslash stands before " \\ / b f n r t or u. For itself write two.', '"\\x"']
  ])('says what is wrong, and where: %j', (text, problem, part) => {
    expect(said(text)).toEqual([problem, part])
  })

  it('shortens what it repeats', () => {
    expect(said('x'.repeat(500))).toEqual([
      `Line 1: “${'x'.repeat(30)}…” is no JSON. Text stands in double quotes.`,
      'x'.repeat(500)
    ])
  })

  it.each(['', '  '])('asks for some where there is none: "%s"', (text) => {
    expect(readJson(text)).toMatchObject({ problem: 'Enter JSON.' })
  })

  it.each(['[1]', '1', 'null'])('wants an object where it must be one: %s', (text) => {
    expect(readJsonObject(text)).toMatchObject({ problem: expect.stringContaining('no object') })
  })
})
