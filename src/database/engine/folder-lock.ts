import { readFileSync } from 'node:fs'
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** A process that was told to end may need this long to close its database. */
const PATIENCE_MS = 5_000
const RETRY_MS = 100

let attempts = 0

/**
 * Makes this process the only one that opens the folder, by a file `<folder>.pid` beside it. Waits some seconds for an
 * owner that is about to end; the lock of a process that is dead is taken over. Returns the function that unlocks.
 */
export async function lockFolder(folder: string, patienceMs = PATIENCE_MS): Promise<() => Promise<void>> {
  const file = `${folder.replace(/[/\\]+$/, '')}.pid`
  const deadline = Date.now() + patienceMs
  const self = identify(process.pid)
  while (!(await create(file, self))) {
    const owner = await readFile(file, 'utf8').catch(() => undefined)
    if (owner === undefined) continue
    if (!isAlive(owner)) await discard(file, owner)
    else if (Date.now() < deadline) await sleep(RETRY_MS)
    else throw new Error(`The folder ${folder} is in use by process ${owner.split(' ')[0]}: stop that one first.`)
  }
  return () => rm(file, { force: true })
}

/** A link appears with its content in one step, and only where nothing is: no reader ever sees an empty lock. */
async function create(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${process.pid}.${attempts++}`
  try {
    await writeFile(draft, content)
    await link(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** Two processes may find the same dead owner; whoever moves a lock that has become someone else's puts it back. */
async function discard(file: string, owner: string): Promise<void> {
  const moved = `${file}.${process.pid}.${attempts++}`
  try {
    await rename(file, moved)
    if ((await readFile(moved, 'utf8')) !== owner) await link(moved, file)
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
  } finally {
    await rm(moved, { force: true })
  }
}

function isAlive(owner: string): boolean {
  const pid = Number(owner.split(' ')[0])
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: there is such a process, and it is another user's.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return identify(pid) === owner
}

/**
 * The process id with the process's start time where the system tells it (Linux): a container gives the same id to every
 * start, and the id alone would make the lock of a killed one look alive.
 */
function identify(pid: number): string {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const started = status.slice(status.lastIndexOf(')') + 2).split(' ')[19]
    return `${pid} ${started}`
  } catch {
    return `${pid}`
  }
}
