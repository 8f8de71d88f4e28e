import type { Database, Room } from '../../database'
import { problem } from '../errors'

/** What may wait to be delivered, at most: accepted events, and the bytes of the batches that hold them, as they are stored. */
export interface QueueLimits {
  events: number
  bytes: number
}

export const DEFAULT_QUEUE: QueueLimits = { events: 10_000_000, bytes: 10_000_000_000 }

/** What waits to be delivered. */
export interface Queue extends QueueLimits {
  waiting: number
  retrying: number
  /** When the oldest of them came in. */
  oldest: Date | null
}

const INTERVAL_MS = 2_000
/** Counting a long queue takes this share of the time at most. */
const SHARE = 0.02

/** Of a batch that waits in part, the bytes that its share of the events makes up. */
const COUNT_OPEN = `
  SELECT coalesce(sum(open.events) FILTER (WHERE state = 'waiting'), 0) AS waiting,
    coalesce(sum(open.events) FILTER (WHERE state = 'retrying'), 0) AS retrying,
    coalesce(sum(open.events::float8 / batch.events * octet_length(body)), 0) AS bytes, min(open.received_at) AS oldest
  FROM pipeline.deliveries AS open JOIN pipeline.batches AS batch USING (source_id, segment, batch_id)
  WHERE source_id = ANY($1::text[]) AND state IN ('waiting', 'retrying')`

/**
 * Knows whether more can be taken in: a queue that an outage has filled, or a disk that is nearly full, is told before a
 * request is read. It looks every other second while the queue is short, so a limit is passed by what comes in meanwhile at
 * most. Whoever else asks how long the queue is asks here, because counting it costs the more the longer it is.
 */
export class Pressure {
  queue: Queue = { events: 0, bytes: 0, waiting: 0, retrying: 0, oldest: null }
  room: Room | undefined
  private isClosed = false
  private timer: NodeJS.Timeout | undefined
  private looking: Promise<void> = Promise.resolve()

  constructor(
    private readonly database: Database,
    private readonly sourceIds: readonly string[],
    readonly limits: QueueLimits
  ) {}

  start(): void {
    const again = (milliseconds: number) => {
      this.timer = setTimeout(() => void (this.looking = next()), milliseconds)
    }
    const next = async () => {
      const begun = performance.now()
      // A database that is away answers for itself.
      await this.look().catch(() => undefined)
      if (!this.isClosed) again(Math.max(INTERVAL_MS, (performance.now() - begun) / SHARE))
    }
    again(INTERVAL_MS)
  }

  /** @throws {CatalogueError} `queue_full` or `no_room` */
  check(): void {
    const { queue, limits, room } = this
    if (queue.events >= limits.events || queue.bytes >= limits.bytes) throw problem('queue_full')
    if (room && room.free < room.reserve) throw problem('no_room')
  }

  /** How much waits, for everybody to read. */
  describe(): { events: number; bytes: number; oldest: Date | null } {
    const { events, bytes, oldest } = this.queue
    return { events, bytes, oldest }
  }

  async look(): Promise<void> {
    this.room = await this.database.room()
    const [open] = await this.database.query<Omit<Queue, 'events'>>(COUNT_OPEN, [this.sourceIds])
    this.queue = { ...open, events: open.waiting + open.retrying, bytes: Math.round(open.bytes) }
  }

  async close(): Promise<void> {
    this.isClosed = true
    clearTimeout(this.timer)
    await this.looking
  }
}
