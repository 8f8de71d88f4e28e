import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Report } from './report'

/** How far a replay came: every line before has its outcome. */
export interface Checkpoint {
  /** How many lines are done, counted over all inputs. */
  lines: number
  finished: boolean
  report: Report
  /** The length of the file of refused events, so that none stands there twice. */
  refusedBytes: number
}

/** A file that always holds one whole checkpoint. */
export class CheckpointFile {
  constructor(private readonly file: string) {}

  async read(): Promise<Checkpoint | undefined> {
    try {
      return JSON.parse(await readFile(this.file, 'utf8')) as Checkpoint
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  async write(checkpoint: Checkpoint): Promise<void> {
    await mkdir(path.dirname(this.file), { recursive: true })
    const next = `${this.file}.next`
    await writeFile(next, JSON.stringify(checkpoint))
    await rename(next, this.file)
  }
}
