/** What the thread that syncs is asked, and by `state`, in memory that both see, answers: it would not be heard otherwise. */
export interface SyncRequest {
  paths: readonly string[]
  state: Int32Array
}

export const SYNCING = 0
export const SYNCED = 1
export const FAILED = 2

/** What the thread says once, as soon as it listens. */
export const READY = 'ready'
