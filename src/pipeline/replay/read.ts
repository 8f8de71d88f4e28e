import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { describeFailure } from './files'
import type { Input } from './files'
import { linesOf } from './lines'
import type { Line } from './lines'
import type { Place } from './places'

/** A line and the input that it stands in. */
export type PlacedLine = Line & { file: string }

/** What a replay tells while it reads. */
export interface ReadListener {
  onBytes: (count: number) => void
  /** An input that could not be read to its end. */
  onProblem: (error: Error) => void
  /** Something that a person should know, and that keeps nothing from being sent. */
  onNotice: (text: string) => void
}

/** Lines, some at a time: those that came are taken one by one before more are asked for. */
export type Lines = AsyncIterable<Iterable<PlacedLine>>

/** The new lines of inputs, and how far the reading came. */
export interface Reading {
  lines: Lines
  /** The places that have moved since the last call, each behind the last line that was given. */
  takePlaces(): Place[]
}

/** Whether the end of a file was reached, and nothing can have come to it since. */
export function isDone({ file }: Input, known: ReadonlyMap<string, Place>): boolean {
  const place = file && known.get(file.path)
  return place !== undefined && place.finished && place.size === file?.size && place.modified === file.modified
}

/** Where the reading of an input stands: the last line that was given, and a digest of all up to it. */
interface Position {
  input: Input
  line: number
  digest: Hash
}

/**
 * The lines of all inputs that are not done, one after the other. An input that cannot be read on does not hold up the
 * others; one that no longer begins with the lines that are done is read from its start.
 */
export function readInputs(
  inputs: readonly Input[],
  known: ReadonlyMap<string, Place>,
  listener: ReadListener
): Reading {
  const moved = new Map<string, Place>()
  let at: Position | undefined
  const mark = (finished: boolean) => {
    if (!at?.input.file || (at.line === 0 && !finished)) return
    const { input, line, digest } = at
    moved.set(at.input.file.path, { ...input.file!, line, digest: digest.copy().digest('hex'), finished })
  }
  async function* lines(): AsyncGenerator<Iterable<PlacedLine>> {
    for (const input of inputs) {
      if (isDone(input, known)) continue
      at = { input, line: 0, digest: createHash('sha256') }
      try {
        yield* newLines(at, known, listener)
        mark(true)
      } catch (error) {
        listener.onProblem(endedEarly(input, at.line, error as NodeJS.ErrnoException))
        mark(false)
      }
      at = undefined
    }
  }
  return {
    lines: lines(),
    takePlaces() {
      mark(false)
      const places = [...moved.values()]
      moved.clear()
      return places
    }
  }
}

async function* newLines(
  at: Position,
  known: ReadonlyMap<string, Place>,
  listener: ReadListener
): AsyncGenerator<Iterable<PlacedLine>> {
  const { file, name, open } = at.input
  const done = file && known.get(file.path)
  const isOther = () => done !== undefined && at.digest.copy().digest('hex') !== done.digest
  const fromStart = () => {
    listener.onNotice(`${name} is not what it was when its first ${done?.line} lines were replayed: all of it is sent.`)
    Object.assign(at, { line: 0, digest: createHash('sha256') })
    return newLines(at, new Map(), listener)
  }
  let isNew = done === undefined
  // A place is kept behind the line that was taken last.
  function* taken(lines: Iterable<Line>): Generator<PlacedLine> {
    for (const line of lines) {
      if (!isNew && line.number > done!.line && isOther()) return
      isNew ||= line.number > done!.line
      pass(at, line)
      if (isNew) yield { ...line, file: name }
    }
  }
  for await (const lines of linesOf(open(), listener.onBytes)) {
    yield taken(lines)
    if (!isNew && lines.some(({ number }) => number > done!.line)) break
  }
  if (!isNew && isOther()) yield* fromStart()
}

/** A last line that is no JSON yet may still be being written: it is read again when the file has grown. */
function pass(at: Position, { number, text, isOpen }: Line): void {
  if (isOpen && !isJson(text)) return
  at.line = number
  at.digest.update(text ?? '\0').update('\n')
}

function isJson(text = ''): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function endedEarly({ name }: Input, line: number, error: NodeJS.ErrnoException): Error {
  if (!error.code?.startsWith('Z_')) return describeFailure(name, error)
  return new Error(`${name} is a broken or truncated gzip: it could be read up to line ${line}. Fetch the file again.`)
}
