import { parentPort } from 'node:worker_threads'
import { Engine, OpenOptions } from './engine'
import { CLOSE, ThreadMessage } from './socket'
import { startUpkeep } from './upkeep'

/** What runs in the thread: opens the engine, then answers what it is sent until it is asked to end. */
export async function serve(options: Omit<OpenOptions, 'onPanic'>): Promise<void> {
  const port = parentPort!
  const send = (message: ThreadMessage) => port.postMessage(message)
  let engine: Engine
  try {
    engine = await Engine.open({
      ...options,
      // A panic leaves nothing that could go on: the thread ends, and the next one recovers from the log.
      onPanic: (failed) => {
        send({ failed })
        process.exit(1)
      }
    })
  } catch (error) {
    const { message, code } = error as Error & { code?: string }
    send({ failed: message, code })
    process.exit(1)
  }
  const upkeep = await startUpkeep(engine)
  port.on('message', (message: Uint8Array | typeof CLOSE) => {
    if (message === CLOSE) {
      upkeep.stop()
      void engine.close().finally(() => process.exit(0))
      return
    }
    const answer = engine.exchange(message)
    port.postMessage(answer, [answer.buffer as ArrayBuffer])
  })
}
