import type { Database } from '../../database'
import { problem } from '../errors'

/** Accepted events that may wait to be delivered, at most. */
export const MOST_QUEUED = 10_000_000

const INTERVAL_MS = 2_000
/** Counting a long queue takes this share of the time at most. */
const SHARE = 0.02

const COUNT_OPEN = `
  SELECT coalesce(sum(events), 0) AS count FROM pipeline.deliveries
  WHERE source_id = ANY($1::text[]) AND state IN ('waiting', 'retrying')`

/**
 * Knows whether more can be taken in: a queue that an outage has filled, or a disk that is nearly full, is told before a
 * request is read. It looks every other second while the queue is short, so a limit is passed by what comes in meanwhile at most.
 */
export class Pressure {
  private isQueueFull = false
  private isDiskFull = false
  private isClosed = false
  private timer: NodeJS.Timeout | undefined
  private looking: Promise<void> = Promise.resolve()

  constructor(
    private readonly database: Database,
    private readonly sourceIds: readonly string[],
    private readonly mostQueued = MOST_QUEUED
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
    if (this.isQueueFull || this.isDiskFull) throw problem(this.isQueueFull ? 'queue_full' : 'no_room')
  }

  async look(): Promise<void> {
    const room = await this.database.room()
    const [{ count }] = await this.database.query<{ count: number }>(COUNT_OPEN, [this.sourceIds])
    this.isDiskFull = room !== undefined && room.free < room.reserve
    this.isQueueFull = count >= this.mostQueued
  }

  async close(): Promise<void> {
    this.isClosed = true
    clearTimeout(this.timer)
    await this.looking
  }
}
