import { Duplex } from 'node:stream'
import type { Worker } from 'node:worker_threads'
import { DatabaseError } from '../errors'

/** What the thread of an engine sends: what the engine answers in PostgreSQL's protocol, or why it could not go on. */
export type ThreadMessage = Uint8Array | { failed: string; code?: string }

/** Asks the thread to put the database in order and to end. */
export const CLOSE = 'close'

/** The socket that PostgreSQL's driver takes for one to a server, and that leads to an engine in a thread. */
export class EngineSocket extends Duplex {
  private error: Error | undefined

  /** `onFailure` is told when the engine does not come up. */
  constructor(
    private readonly thread: Worker | undefined,
    onFailure: (error: Error) => void
  ) {
    super({ allowHalfOpen: false })
    if (!thread) return
    let isUp = false
    thread.on('message', (message: ThreadMessage) => {
      if ('failed' in message) this.error = new DatabaseError(message.code ?? '57P03', message.failed)
      else {
        isUp = true
        this.push(message)
      }
    })
    thread.on('error', (error) => (this.error ??= new DatabaseError('57P03', error.message)))
    thread.once('exit', () => {
      if (this.writableEnded) return
      this.error ??= new DatabaseError('57P03', 'The embedded database ended.')
      if (!isUp) onFailure(this.error)
      this.destroy(this.error)
    })
  }

  /** One that leads nowhere. */
  static refusing(error: Error): EngineSocket {
    const socket = new EngineSocket(undefined, () => undefined)
    socket.error = error
    return socket
  }

  connect(): this {
    if (this.thread) setImmediate(() => this.emit('connect'))
    else this.destroy(this.error)
    return this
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.send(Uint8Array.from(chunk))
    done()
  }

  /** The parts of one statement arrive corked: they cross to the thread, and are carried out there, at once. */
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    const message = new Uint8Array(chunks.reduce((length, { chunk }) => length + chunk.length, 0))
    let length = 0
    for (const { chunk } of chunks) {
      message.set(chunk, length)
      length += chunk.length
    }
    this.send(message)
    done()
  }

  override _final(done: () => void): void {
    this.thread?.once('exit', () => this.push(null))
    this.thread?.postMessage(CLOSE)
    done()
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.thread) return done(error)
    void this.thread.terminate().then(() => done(error))
  }

  ref(): this {
    this.thread?.ref()
    return this
  }

  unref(): this {
    this.thread?.unref()
    return this
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  private send(message: Uint8Array<ArrayBuffer>): void {
    this.thread?.postMessage(message, [message.buffer])
  }
}
