import { existsSync } from 'node:fs'
import { access, chmod, constants, mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'

/** What this package keeps in a data folder. */
const OURS = /^(secrets\.json|running\.(board|pipeline)\.json|board|pipeline|replays)\b/

/**
 * Makes the data folder, and makes it its owner's alone, also where it exists. A folder that holds other things too, such
 * as somebody's home, keeps its mode: what is ours in it is closed by itself.
 * @throws Error in one line, for a folder that cannot be made
 */
export async function makeDataFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(async (error: NodeJS.ErrnoException) => {
    // On a read-only file system Node says that there is no such folder.
    const { code } = await access(nearest(folder), constants.W_OK).then(
      () => error,
      (reason: NodeJS.ErrnoException) => reason
    )
    throw new Error(`The data folder ${folder} cannot be made (${code}). Choose another one with --data.`)
  })
  const names = await readdir(folder).catch(() => [])
  // Where the mode is not ours to change, whoever may change it has decided.
  if (names.every((name) => OURS.test(name))) await chmod(folder, 0o700).catch(() => undefined)
}

/** The folder itself, or the closest one around it that exists. */
function nearest(folder: string): string {
  return existsSync(folder) ? folder : nearest(path.dirname(folder))
}
