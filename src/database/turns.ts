import { DatabaseError } from './errors'

/** Whoever has waited this long for a turn is told so: what is in front of it waits for a lock itself. */
const PATIENCE_MS = 5_000

/**
 * Lets work of one key run one at a time, in the order in which it came. Without it all that waits for one tenant's lock
 * would wait with a connection in its hand, until no tenant has one left.
 */
export class Turns {
  private readonly last = new Map<string, Promise<unknown>>()

  /** @param work its turn is over when it ends, or passes it on before */
  async take<Result>(key: string | undefined, work: (pass: () => void) => Promise<Result>): Promise<Result> {
    if (key === undefined) return work(() => undefined)
    const before = this.last.get(key)
    let pass = (): void => undefined
    const passed = new Promise<void>((resolve) => (pass = resolve))
    const turn = before === undefined ? work(pass) : this.after(before, () => work(pass))
    const done = Promise.all([before, Promise.race([passed, Promise.allSettled([turn])])])
    this.last.set(key, done)
    void done.then(() => this.last.get(key) === done && this.last.delete(key))
    return turn
  }

  private async after<Result>(before: Promise<unknown>, work: () => Promise<Result>): Promise<Result> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => {
      const busy = new DatabaseError('55P03', 'Others have held what this change concerns for too long.')
      timer = setTimeout(() => reject(busy), PATIENCE_MS)
    })
    await Promise.race([before, late]).finally(() => clearTimeout(timer))
    return work()
  }
}
