import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Node has four threads for files, unless it is told otherwise. */
const AT_ONCE = 4

/** Syncs files side by side, which takes the disk a fraction of the time. */
export async function syncFiles(paths: readonly string[]): Promise<void> {
  const rest = [...paths]
  const sides = Array.from({ length: AT_ONCE }, async () => {
    for (let path = rest.pop(); path !== undefined; path = rest.pop()) await unlessGone(sync(path))
  })
  await Promise.all(sides)
}

/** The files of tables and indexes in a data folder that were written since a time, in ms. */
export async function filesWrittenSince(folder: string, since: number): Promise<string[]> {
  const base = join(folder, 'base')
  const paths = (await readdir(base, { recursive: true })).map((name) => join(base, name))
  const written: string[] = []
  for (const path of paths) {
    const found = await unlessGone(stat(path))
    if (found?.isFile() && found.mtimeMs >= since) written.push(path)
  }
  return written
}

async function sync(path: string): Promise<void> {
  const file = await open(path)
  try {
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** A table may be dropped meanwhile. */
async function unlessGone<Result>(work: Promise<Result>): Promise<Result | undefined> {
  try {
    return await work
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return undefined
  }
}
