import type { EventStream } from '../../web'
import type { Outcome } from '../outcomes'
import type { LiveOutcome } from './shapes'

const INTERVAL_MS = 200
/** A person reads no faster; whoever wants all of them asks for the list. */
const MOST_PER_INTERVAL = 50

interface Listener {
  sourceId: string
  stream: EventStream
  waiting: LiveOutcome[]
  /** Slow clients are told less, not later. */
  isTaking: boolean
}

/** Tells pages of outcomes as they are committed. A listener stays until its stream is closed. */
export class OutcomeFeed {
  private readonly listeners = new Set<Listener>()
  private timer: NodeJS.Timeout | undefined

  tell({ sourceId, at, ...outcome }: Outcome): void {
    for (const listener of this.listeners) {
      if (listener.sourceId !== sourceId || listener.waiting.length >= MOST_PER_INTERVAL) continue
      listener.waiting.push({ ...outcome, at: at.toISOString() })
      this.timer ??= setTimeout(() => this.flush(), INTERVAL_MS)
    }
  }

  listen(sourceId: string, stream: EventStream): void {
    const listener: Listener = { sourceId, stream, waiting: [], isTaking: false }
    if (stream.closed.aborted) return
    this.listeners.add(listener)
    stream.closed.addEventListener('abort', () => this.listeners.delete(listener), { once: true })
  }

  close(): void {
    clearTimeout(this.timer)
    this.listeners.clear()
  }

  private flush(): void {
    this.timer = undefined
    for (const listener of this.listeners) {
      if (!listener.isTaking) void this.sendAll(listener)
    }
  }

  private async sendAll(listener: Listener): Promise<void> {
    listener.isTaking = true
    for (const data of listener.waiting.splice(0)) await listener.stream.send({ event: 'outcome', data })
    listener.isTaking = false
  }
}
