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
  /** Where it is, as it was found; standard input is nowhere, and keeps no place. */
  file?: FileState
  open(): Readable
}

/** A file as it was found: another size or time says that there may be more in it. */
export interface FileState {
  path: string
  /** Stored bytes. */
  size: number
  /** Milliseconds since the epoch. */
  modified: number
}

/**
 * The files that are meant: folders stand for all files below them, in the order of their paths, but for those that begin
 * with a dot and for `except`, which the replay itself writes.
 * @throws Error in one line, for a path that does not exist or cannot be read
 */
export async function findInputs(paths: readonly string[], except: string): Promise<Input[]> {
  const inputs: Input[] = []
  for (const given of paths) {
    if (given === STANDARD_INPUT) inputs.push({ name: 'standard input', open: () => process.stdin })
    else inputs.push(...(await inputsAt(given, path.resolve(except))))
  }
  return inputs
}

async function inputsAt(given: string, except: string): Promise<Input[]> {
  try {
    const found = await stat(given)
    if (!found.isDirectory()) {
      const file = { path: path.resolve(given), size: found.size, modified: found.mtimeMs }
      return file.path === except ? [] : [{ name: given, file, open: () => createReadStream(given) }]
    }
    const names = (await readdir(given)).filter((name) => !name.startsWith('.')).sort()
    return (await Promise.all(names.map((name) => inputsAt(path.join(given, name), except)))).flat()
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

/** Names what is told apart by these texts: the same ones again have the same name. */
export function nameOf(texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 32)
}
