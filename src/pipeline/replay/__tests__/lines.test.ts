import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { LONGEST_LINE, linesOf } from '../lines'

/** Chunks that end anywhere, in the middle of a character too. */
function streamOf(bytes: Buffer, chunk = 7): Readable {
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunk) }, (_, index) =>
    bytes.subarray(index * chunk, (index + 1) * chunk)
  )
  return Readable.from(chunks, { objectMode: false })
}

async function collect(bytes: Buffer, chunk?: number) {
  const lines = []
  let read = 0
  for await (const some of linesOf(streamOf(bytes, chunk), (count) => (read += count))) lines.push(...some)
  expect(read).toBe(bytes.length)
  return lines
}

const TEXT = '{"a":"漢字"}\r\n\n{"b":2}\n   \n{"c":3}'
const LINES = [
  { number: 1, text: '{"a":"漢字"}\r' },
  { number: 3, text: '{"b":2}' },
  { number: 5, text: '{"c":3}', isOpen: true }
]

describe('the lines of a file', () => {
  it.each([
    ['plain', Buffer.from(TEXT)],
    ['gzipped', gzipSync(TEXT)],
    ['gzipped in two members', Buffer.concat([gzipSync(TEXT.slice(0, 10)), gzipSync(TEXT.slice(10))])]
  ])('are found in a %s file, wherever its chunks end', async (_, bytes) => {
    expect(await collect(bytes)).toEqual(LINES)
    expect(await collect(bytes, 1)).toEqual(LINES)
    expect(await collect(bytes, 1000)).toEqual(LINES)
  })

  it('leave out a byte order mark', async () => {
    expect(await collect(Buffer.from('\uFEFF{"a":1}'))).toEqual([{ number: 1, text: '{"a":1}', isOpen: true }])
  })

  it('are none in an empty file', async () => {
    expect(await collect(Buffer.alloc(0))).toEqual([])
  })

  it('come without their text where they are too long, and do not hinder the others', async () => {
    const long = 'x'.repeat(10 * LONGEST_LINE)
    expect(await collect(Buffer.from(`first\n${long}\nlast`), 65_536)).toEqual([
      { number: 1, text: 'first' },
      { number: 2, text: undefined },
      { number: 3, text: 'last', isOpen: true }
    ])
    expect(await collect(Buffer.from(long), 65_536)).toEqual([{ number: 1, text: undefined, isOpen: true }])
  })

  it('end with an error in a gzip that is cut off', async () => {
    const whole = gzipSync(Array.from({ length: 50_000 }, (_, index) => `line ${index} ${Math.sin(index)}`).join('\n'))
    const read = async () => {
      let last = 0
      try {
        for await (const lines of linesOf(streamOf(whole.subarray(0, whole.length / 2), 4096)))
          last = lines.at(-1)?.number ?? last
      } catch (error) {
        return { last, code: (error as NodeJS.ErrnoException).code }
      }
      return { last, code: undefined }
    }
    const { last, code } = await read()
    expect(code).toBe('Z_BUF_ERROR')
    expect(last).toBeGreaterThan(1_000)
  })
})
