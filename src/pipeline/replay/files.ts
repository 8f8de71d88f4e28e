import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'

/** Stands for standard input. */
export const STANDARD_INPUT = '-'

/** One input of a replay. */
export interface Input {
  /** As errors and the record of refused events name it. */
  name: string
  /** Stored bytes; unknown for standard input. */
  size: number | undefined
  /** Changes when the contents do; standard input has none, and cannot be resumed. */
  identity: string | undefined
  open(): Readable
}

/**
 * The files that are meant: folders stand for all files below them, in the order of their paths.
 * @throws Error in one line, for a path that does not exist or cannot be read
 */
export async function findInputs(paths: readonly string[]): Promise<Input[]> {
  const inputs: Input[] = []
  for (const given of paths) {
    if (given === STANDARD_INPUT) {
      inputs.push({ name: 'standard input', size: undefined, identity: undefined, open: () => process.stdin })
    } else {
      inputs.push(...(await inputsAt(given)))
    }
  }
  return inputs
}

async function inputsAt(given: string): Promise<Input[]> {
  try {
    const found = await stat(given)
    if (!found.isDirectory()) {
      const identity = `${path.resolve(given)}\n${found.size}\n${found.mtimeMs}`
      return [{ name: given, size: found.size, identity, open: () => createReadStream(given) }]
    }
    const names = (await readdir(given)).filter((name) => !name.startsWith('.')).sort()
    return (await Promise.all(names.map((name) => inputsAt(path.join(given, name))))).flat()
  } catch (error) {
    throw describeFailure(given, error as NodeJS.ErrnoException)
  }
}

/** What is wrong with a path, in one line. */
export function describeFailure(name: string, error: NodeJS.ErrnoException): Error {
  switch (error.code) {
    case 'ENOENT':
      return new Error(`${name} does not exist.`)
    case 'EACCES':
    case 'EPERM':
      return new Error(`${name} may not be read by you. Change its permissions, or leave it out.`)
    default:
      return error.code ? new Error(`${name} cannot be read (${error.code}).`) : error
  }
}

/** Names a replay of these inputs to this receiver: the same one again is the same replay. */
export function replayKey(inputs: readonly Input[], receiver: readonly string[]): string | undefined {
  const identities = inputs.map(({ identity }) => identity)
  if (identities.includes(undefined)) return undefined
  const digest = createHash('sha256').update(JSON.stringify([receiver, identities]))
  return digest.digest('hex').slice(0, 32)
}
