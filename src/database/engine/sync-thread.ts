import { open } from 'node:fs/promises'
import { parentPort } from 'node:worker_threads'
import { FAILED, SYNCED, type SyncRequest } from './sync-request'

/** Node has four threads for files, unless it is told otherwise. */
const AT_ONCE = 4

/** What runs in the thread: syncs files side by side, which takes the disk a fraction of the time, while the engine waits. */
parentPort!.on('message', ({ paths, state }: SyncRequest) => {
  const tell = (value: number) => {
    Atomics.store(state, 0, value)
    Atomics.notify(state, 0)
  }
  const rest = [...paths]
  const sides = Array.from({ length: AT_ONCE }, async () => {
    for (let path = rest.pop(); path !== undefined; path = rest.pop()) await sync(path)
  })
  Promise.all(sides).then(
    () => tell(SYNCED),
    () => tell(FAILED)
  )
})

/** A table that was dropped meanwhile needs no sync. */
async function sync(path: string): Promise<void> {
  try {
    const file = await open(path)
    try {
      await file.datasync()
    } finally {
      await file.close()
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}
