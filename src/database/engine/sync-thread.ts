import { parentPort } from 'node:worker_threads'
import { syncFiles } from './sync-files'
import { FAILED, READY, SYNCED, type SyncRequest } from './sync-request'

/** What runs in the thread: syncs files while the engine waits. */
parentPort!.on('message', ({ paths, state }: SyncRequest) => {
  const tell = (value: number) => {
    Atomics.store(state, 0, value)
    Atomics.notify(state, 0)
  }
  syncFiles(paths).then(
    () => tell(SYNCED),
    () => tell(FAILED)
  )
})

parentPort!.postMessage(READY)
