import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { DatabaseLocation } from '../database'
import { drainSecondsOf } from '../web'
import { RunningBoard, StartOptions } from './start'
import type { WorkerMessage } from './worker'

/** The thread's own time to close is up a little earlier. */
const GRACE_MS = 1_000

/** An open database cannot cross to another thread: only its location can. */
export type WorkerStartOptions = StartOptions & { database: DatabaseLocation }

/**
 * Starts a board in a worker thread; as `startBoard` otherwise. Needs the compiled package. `onExit` is told when the
 * thread ends without having been asked to.
 */
export async function startBoardInWorker(
  options: WorkerStartOptions,
  onExit: (error: Error) => void = () => undefined
): Promise<RunningBoard> {
  const worker = new Worker(join(__dirname, 'worker.js'), { workerData: options })
  const [message] = (await once(worker, 'message')) as [WorkerMessage]
  if (!('started' in message)) throw new Error('failed' in message ? message.failed : 'The board ended early.')
  let closing: Promise<void> | undefined
  const ended = new Promise<void>((resolve) => {
    let failure = new Error('The thread of the board ended.')
    worker.once('error', (error) => (failure = error))
    worker.once('exit', () => {
      if (!closing) onExit(failure)
      resolve()
    })
  })
  const close = () => {
    if (!closing) {
      worker.postMessage('close')
      closing = ended
      // A thread that is stuck in something does not hear.
      setTimeout(() => void worker.terminate(), drainSecondsOf(options) * 1000 + GRACE_MS).unref()
    }
    return closing
  }
  return { ...message.started, close }
}
