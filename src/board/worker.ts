import { parentPort, workerData } from 'node:worker_threads'
import { RunningBoard, StartOptions, startBoard } from './start'

/** What the worker tells the thread that started it. */
export type WorkerMessage = { started: Omit<RunningBoard, 'close'> } | { failed: string } | { closed: true }

/** The board in a thread of its own, so that its embedded database does not hold up the thread that started it. */
async function run(): Promise<void> {
  const send = (message: WorkerMessage) => parentPort?.postMessage(message)
  try {
    const { close, ...started } = await startBoard(workerData as StartOptions)
    parentPort?.once('message', () => {
      void close().finally(() => {
        send({ closed: true })
        parentPort?.close()
      })
    })
    send({ started })
  } catch (error) {
    send({ failed: (error as Error).message })
  }
}

void run()
