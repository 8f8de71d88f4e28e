import { appendFile, chmod, readFile } from 'node:fs/promises'
import path from 'node:path'
import { makeFolder } from '../../database'
import type { FileState } from './files'

/** How far a replay came in a file: every line up to `line` has its outcome. */
export interface Place extends FileState {
  /** The number of the last line that is done. */
  line: number
  /** SHA-256 of these lines: whether the file still begins with them. */
  digest: string
  /** Whether that was the end of the file. */
  finished: boolean
}

/** What is known of a replay's files, by their paths, and of the mappings that they went through. */
export interface Ledger {
  places: Map<string, Place>
  /** A digest of the mappings of the last run. */
  mappings?: string
}

/**
 * The ledger of a replay: a file to which lines are added, the last one of a file counts. Replays that run at the same time
 * add to it side by side.
 */
export async function readLedger(file: string): Promise<Ledger> {
  const ledger: Ledger = { places: new Map() }
  for (const line of (await readIfThere(file)).split('\n')) {
    const entry = parse(line)
    if (entry && 'path' in entry) ledger.places.set(entry.path, entry)
    else if (entry) ledger.mappings = entry.mappings
  }
  return ledger
}

export async function addToLedger(file: string, entries: readonly (Place | { mappings: string })[]): Promise<void> {
  if (entries.length === 0) return
  await makeFolder(path.dirname(file))
  await appendFile(file, entries.map((entry) => JSON.stringify(entry) + '\n').join(''), { mode: 0o600 })
}

/** Closes what an earlier version left open to others. */
export async function closeToOthers(folder: string): Promise<void> {
  await makeFolder(folder)
  await chmod(folder, 0o700).catch(() => undefined)
}

async function readIfThere(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
}

/** A line that a kill cut off is as if it had not been written. */
function parse(line: string): Place | { mappings: string } | undefined {
  try {
    return JSON.parse(line) as Place | { mappings: string }
  } catch {
    return undefined
  }
}
