import { describeFailure } from './files'
import type { Input } from './files'
import { linesOf } from './lines'
import type { Line } from './lines'

/** A line and the input that it stands in. */
export type PlacedLine = Line & { file: string }

/** What a replay tells while it reads. */
export interface ReadListener {
  onBytes: (count: number) => void
  /** An input that could not be read to its end. */
  onProblem: (error: Error) => void
}

/** The lines of all inputs, one after the other. An input that cannot be read on does not hold up the others. */
export async function* readInputs(inputs: readonly Input[], listener: ReadListener): AsyncGenerator<PlacedLine> {
  for (const input of inputs) {
    let last = 0
    try {
      for await (const line of linesOf(input.open(), listener.onBytes)) {
        last = line.number
        yield { ...line, file: input.name }
      }
    } catch (error) {
      listener.onProblem(endedEarly(input, last, error as NodeJS.ErrnoException))
    }
  }
}

function endedEarly({ name }: Input, line: number, error: NodeJS.ErrnoException): Error {
  if (!error.code?.startsWith('Z_')) return describeFailure(name, error)
  return new Error(`${name} is a broken or truncated gzip: it could be read up to line ${line}. Fetch the file again.`)
}
