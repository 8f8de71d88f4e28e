import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import type { Place } from './places'

/** How far the sending of a sorted file came, and where its lines end in the files that they are from. */
export interface SortedRun {
  lines: number
  places: Place[]
}

const fileOf = (sorted: string) => `${sorted}.json`

/** Of a sorted file that was not sent to its end. */
export async function readRun(sorted: string): Promise<SortedRun | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(sorted), 'utf8')) as SortedRun
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Keeps one whole state at any time; none when it is done. */
export async function writeRun(sorted: string, run: SortedRun | undefined): Promise<void> {
  const file = fileOf(sorted)
  if (!run) return rm(file, { force: true })
  await writeFile(`${file}.next`, JSON.stringify(run), { mode: 0o600 })
  await rename(`${file}.next`, file)
}
