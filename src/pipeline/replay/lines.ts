import { Readable, pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'

/** Longer than any call that Segment accepts (32 KB), by far: such a line is passed over without being kept. */
export const LONGEST_LINE = 1024 * 1024

/** Bytes that are unpacked at a time. */
const PIECE = 256 * 1024

const NEWLINE = 0x0a
const GZIP = Buffer.from([0x1f, 0x8b])

/** A line that is not blank; without its text where that is too long to be an event. Numbers start at 1. */
export interface Line {
  number: number
  text: string | undefined
  /** The end of the stream came before the end of the line: there may be more of it to come. */
  isOpen?: true
}

/**
 * The lines of a stream of text, gzipped or not by its first bytes: as many at a time as end in one piece of it, for to wait for each
 * would cost more than to read it.
 * @param onBytes told how many stored bytes were taken from the stream, as they are
 * @param longest bytes of a line, beyond which it is given without its text
 * @throws Error of zlib for a gzip that is broken or ends early
 */
export async function* linesOf(
  stream: Readable,
  onBytes: (count: number) => void = () => undefined,
  longest = LONGEST_LINE
): AsyncGenerator<Line[]> {
  let number = 0
  for await (const texts of split(unzipped(stream, onBytes), longest)) {
    const lines: Line[] = []
    for (const { text, ...line } of texts) {
      number++
      if (text === undefined) lines.push({ number, text, ...line })
      else if (text.trim() !== '')
        lines.push({ number, text: number === 1 ? text.replace(/^\uFEFF/, '') : text, ...line })
    }
    yield lines
  }
}

async function* unzipped(stream: Readable, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  const chunks = count(stream, onBytes)
  let head = Buffer.alloc(0)
  while (head.length < GZIP.length) {
    const next = await chunks.next()
    if (next.done) break
    head = Buffer.concat([head, next.value])
  }
  const whole = prepend(head, chunks)
  if (!head.subarray(0, GZIP.length).equals(GZIP)) return yield* whole
  const unpacker = createGunzip({ chunkSize: PIECE })
  // Errors reach the reader through the unpacker, which the pipeline destroys with them.
  pipeline(Readable.from(whole), unpacker, () => undefined)
  yield* unpacker as AsyncIterable<Buffer>
}

async function* count(stream: Readable, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    onBytes(chunk.length)
    yield chunk
  }
}

async function* prepend(head: Buffer, chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (head.length > 0) yield head
  yield* chunks
}

/** Splits at newlines; gives nothing in place of a line that is too long. */
async function* split(chunks: AsyncIterable<Buffer>, longest: number): AsyncGenerator<Omit<Line, 'number'>[]> {
  let parts: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    const lines: Omit<Line, 'number'>[] = []
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      length += end - start
      parts.push(chunk.subarray(start, end))
      lines.push({ text: length > longest ? undefined : textOf(parts) })
      parts = []
      length = 0
      start = end + 1
    }
    length += chunk.length - start
    if (length > longest) parts = []
    else parts.push(chunk.subarray(start))
    yield lines
  }
  if (length > 0) yield [{ text: length > longest ? undefined : textOf(parts), isOpen: true }]
}

const textOf = (parts: readonly Buffer[]): string =>
  (parts.length === 1 ? parts[0] : Buffer.concat(parts)).toString('utf8')
