import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { once } from 'node:events'
import path from 'node:path'
import { makeFolder } from '../../database'
import { linesOf } from './lines'
import { parseLine } from './parse'
import type { Lines, PlacedLine } from './read'
import { hideKey } from './refused-file'

/** As many bytes of lines are sorted at a time in memory. */
const RUN_BYTES = 32 * 1024 * 1024

/** A line with its place, as a sorted file keeps it; `time` is what it is sorted by. */
interface Entry {
  time: string
  order: number
  line: PlacedLine
}

/**
 * Writes the lines to one file in the order of their times, whatever their number: sorted runs, then merged. Lines
 * without a time come first; equal times stay in the order of the inputs.
 */
export async function sortLines(lines: Lines, timeOf: (line: PlacedLine) => string, file: string): Promise<void> {
  const folder = `${file}.runs`
  await rm(folder, { recursive: true, force: true })
  await makeFolder(folder)
  const runs: string[] = []
  let entries: Entry[] = []
  let bytes = 0
  let order = 0
  const flush = async () => {
    const run = path.join(folder, String(runs.length))
    await writeEntries(run, entries.sort(compare))
    runs.push(run)
    entries = []
    bytes = 0
  }
  for await (const some of lines) {
    for (const line of some) {
      entries.push({ time: timeOf(line), order: order++, line: withoutKey(line) })
      bytes += (line.text?.length ?? 0) + 200
    }
    if (bytes > RUN_BYTES) await flush()
  }
  if (entries.length > 0) await flush()
  await writeEntries(`${file}.next`, merge(runs.map((run) => each(readEntries(run)))))
  await rename(`${file}.next`, file)
  await rm(folder, { recursive: true, force: true })
}

/** The lines of a sorted file, without the first `skip` ones. */
export async function* readSorted(file: string, skip: number): AsyncGenerator<PlacedLine[]> {
  let number = 0
  for await (const entries of readEntries(file)) {
    yield entries.filter(() => number++ >= skip).map(({ line }) => line)
  }
}

/** Exports bear the write key of their source; the id that is made of a line's text stays what it was. */
function withoutKey(line: PlacedLine): PlacedLine {
  if (!line.text || !/write_?key/i.test(line.text)) return line
  const parsed = parseLine(line)
  return { ...line, text: 'event' in parsed ? JSON.stringify(parsed.event) : hideKey(line.text) }
}

function compare(one: Entry, other: Entry): number {
  return one.time < other.time ? -1 : one.time > other.time ? 1 : one.order - other.order
}

async function writeEntries(file: string, entries: Iterable<Entry> | AsyncIterable<Entry>): Promise<void> {
  const stream = createWriteStream(file, { mode: 0o600 })
  for await (const entry of entries) {
    if (!stream.write(JSON.stringify(entry) + '\n')) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'finish')
}

async function* readEntries(file: string): AsyncGenerator<Entry[]> {
  for await (const lines of linesOf(createReadStream(file), undefined, Infinity)) {
    yield lines.map(({ text = '' }) => JSON.parse(text) as Entry)
  }
}

async function* each<Item>(lists: AsyncIterable<Iterable<Item>>): AsyncGenerator<Item> {
  for await (const list of lists) yield* list
}

/** The smallest head first. Runs are few (one for each 32 MB): looking at every head is fast enough. */
async function* merge(runs: AsyncGenerator<Entry>[]): AsyncGenerator<Entry> {
  const heads = await Promise.all(runs.map(async (run) => ({ run, head: await run.next() })))
  for (;;) {
    const open = heads.filter(({ head }) => !head.done)
    if (open.length === 0) return
    const least = open.reduce((one, other) =>
      compare(one.head.value as Entry, other.head.value as Entry) <= 0 ? one : other
    )
    yield least.head.value as Entry
    least.head = await least.run.next()
  }
}
