import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { unavailability, type Queryable } from '../database'

/** How often a database that is away is asked whether it is back. */
const PROBE_MS = 1_000

/**
 * Tells on the log when the database goes, and when it is back. All that asks it meanwhile (requests, workers, thousands a second)
 * fails alike, and is only counted.
 */
export class Outage {
  private since: number | undefined
  private failures = 0
  private timer: NodeJS.Timeout | undefined
  private isOver = false
  private log: FastifyBaseLogger | undefined

  constructor(private readonly database: Queryable) {}

  /** What fails before is told by whoever starts the server. */
  watch(app: FastifyInstance): void {
    this.log = app.log
    app.addHook('onClose', async () => {
      this.isOver = true
      clearTimeout(this.timer)
    })
  }

  /** Takes a failure that was to be logged. @returns whether it is one of a database that is away, and thus told here */
  takes(error: Error): boolean {
    if (!this.log || unavailability(error) !== 'away') return false
    this.failures++
    if (this.since === undefined) {
      this.since = Date.now()
      this.log.error({ cause: error }, 'the database is away')
      this.probeLater()
    }
    return true
  }

  private probeLater(): void {
    if (this.isOver) return
    this.timer = setTimeout(() => void this.probe(), PROBE_MS).unref()
  }

  private async probe(): Promise<void> {
    try {
      await this.database.query('SELECT 1')
    } catch (error) {
      // What else may be wrong with it is told by who meets it.
      if (unavailability(error as Error) === 'away') return this.probeLater()
    }
    const seconds = Math.round((Date.now() - this.since!) / 1000)
    if (!this.isOver) this.log!.warn({ seconds, failures: this.failures }, 'the database is back')
    this.since = undefined
    this.failures = 0
  }
}
