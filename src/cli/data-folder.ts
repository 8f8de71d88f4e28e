import { chmod, mkdtemp, readdir, rmdir } from 'node:fs/promises'
import path from 'node:path'
import { makeFolder } from '../database/make-folder'

/** What this package keeps in a data folder. */
const OURS = /^(secrets\.json|running\.(board|pipeline)\.json|board|pipeline|replays)\b/

/** What the operating system says of a folder, in words. */
const FAULTS: Record<string, string> = {
  EACCES: 'it is not yours to write to',
  EPERM: 'it is not yours to write to',
  EROFS: 'its disk is read-only',
  ENOSPC: 'its disk is full',
  ENOTDIR: 'its path leads through a file',
  EEXIST: 'it is a file',
  ENOENT: 'its file system takes no folders',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its path leads round in a circle'
}

/**
 * Makes the data folder, and makes it its owner's alone, also where it exists. A folder that holds other things too, such
 * as somebody's home, keeps its mode: what is ours in it is closed by itself.
 * @throws Error in one line, for a folder that cannot be made, or in which nothing can be
 */
export async function makeDataFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
    await tryToMake(folder)
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException
    throw new Error(
      `Nothing can be made in the data folder ${folder}: ${FAULTS[code] ?? message}. Choose another one with --data.`
    )
  }
  const names = await readdir(folder).catch(() => [])
  // Where the mode is not ours to change, whoever may change it has decided.
  if (names.every((name) => OURS.test(name))) await chmod(folder, 0o700).catch(() => undefined)
}

/** What is there already can be used on a full disk, too. */
async function tryToMake(folder: string): Promise<void> {
  try {
    await rmdir(await mkdtemp(path.join(folder, 'replays.try-')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}
