import type { FastifyReply } from 'fastify'
import type { Outcome } from '../outcomes'
import type { LiveOutcome } from './shapes'

const interval = 200
/** A person reads no faster; whoever wants all of them asks for the list. */
const maxPerInterval = 50

type Listener = { sourceId: string; reply: FastifyReply; waiting: LiveOutcome[] }

/** Tells pages of outcomes as they are committed, by server-sent events. */
export class OutcomeFeed {
  private readonly listeners = new Set<Listener>()
  private timer: NodeJS.Timeout | undefined

  tell({ sourceId, at, ...outcome }: Outcome): void {
    for (const listener of this.listeners) {
      if (listener.sourceId !== sourceId || listener.waiting.length >= maxPerInterval) continue
      listener.waiting.push({ ...outcome, at: at.toISOString() })
      this.timer ??= setTimeout(() => this.flush(), interval)
    }
  }

  /** Answers a request with the outcomes of a source until either side closes. */
  listen(sourceId: string, reply: FastifyReply): void {
    const listener: Listener = { sourceId, reply, waiting: [] }
    this.listeners.add(listener)
    reply.hijack()
    reply.raw.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff'
    })
    reply.raw.write(': connected\n\n')
    reply.raw.on('close', () => this.listeners.delete(listener))
  }

  close(): void {
    clearTimeout(this.timer)
    for (const { reply } of this.listeners) reply.raw.end()
    this.listeners.clear()
  }

  private flush(): void {
    this.timer = undefined
    for (const { reply, waiting } of this.listeners) {
      const messages = waiting.splice(0).map((outcome) => `event: outcome\ndata: ${JSON.stringify(outcome)}\n\n`)
      if (messages.length > 0) reply.raw.write(messages.join(''))
    }
  }
}
