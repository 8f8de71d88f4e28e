import type { Queryable } from '../../database'

/** What the sequence goes up by: a process draws as many numbers at a time. */
const BLOCK = 10_000_000

const DRAW = `SELECT nextval('pipeline.numbers') AS first`

/** Gives the next number of those that were drawn for its owner. */
export type Take = () => number

/** Numbers that no other process hands out, drawn in blocks, so that a commit need not ask for them. */
export class Numbers {
  private next = 0
  private end = 0
  private drawing: Promise<void> | undefined

  constructor(private readonly database: Queryable) {}

  /** @param count of numbers that the caller may take, at most a block's */
  async draw(count: number): Promise<Take> {
    while (this.end - this.next < count) await (this.drawing ??= this.drawBlock())
    let next = this.next
    this.next += count
    const end = this.next
    return () => {
      if (next >= end) throw new Error(`More than ${count} numbers were taken.`)
      return next++
    }
  }

  private async drawBlock(): Promise<void> {
    try {
      const [{ first }] = await this.database.query<{ first: number }>(DRAW)
      this.next = first
      this.end = first + BLOCK
    } finally {
      this.drawing = undefined
    }
  }
}
