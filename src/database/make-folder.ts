import { mkdir, stat } from 'node:fs/promises'
import path from 'node:path'

/**
 * Makes a folder, with those around it that are missing, for its owner alone; one that is there stays as it is. Node's own
 * `recursive` tries for ever where a file system such as /proc says "not there" of a folder that nobody can make.
 * @throws Error of the operating system
 */
export async function makeFolder(folder: string): Promise<void> {
  const fault = await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => error)
  if (!fault || (await isFolder(folder))) return
  const around = path.dirname(folder)
  if (fault.code !== 'ENOENT' || (await isFolder(around))) throw fault
  await makeFolder(around)
  await makeFolder(folder)
}

async function isFolder(name: string): Promise<boolean> {
  return stat(name).then(
    (found) => found.isDirectory(),
    () => false
  )
}
