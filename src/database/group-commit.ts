import { unavailability } from './errors'

/**
 * Lets concurrent requests share a transaction: while one group is being committed, what arrives meanwhile gathers into
 * the next. A commit costs about the same for one event as for a hundred, so this is what carries the throughput. The next may be begun
 * before the last is committed, so that the database never waits for it.
 *
 * A group that fails is committed again item by item, so that nobody fails for what another one sent.
 */
export class GroupCommit<Item, Result> {
  private waiting: Entry<Item, Result>[] = []
  private running: Promise<void> | undefined
  private readonly begun = new Set<Promise<void>>()

  /**
   * @param commit writes the items in one transaction, and returns a result for each. It may call for the next group while all that is
   * left is to wait
   * @param maxItems of one group
   * @param weigh says how heavy an item is; a group of several weighs at most 1
   */
  constructor(
    private readonly commit: (items: Item[], next: () => void) => Promise<Result[]>,
    private readonly maxItems = 64,
    private readonly weigh: (item: Item) => number = () => 0
  ) {}

  /** Resolves once `item` is committed. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject })
      this.running ??= this.run()
    })
  }

  /** Resolves once nothing is waiting any more. */
  async settled(): Promise<void> {
    while (this.running || this.begun.size > 0) await Promise.all([this.running, ...this.begun])
  }

  private async run(): Promise<void> {
    do {
      // Lets everything that this turn of the event loop brings in come along, and what the last group has to send go first.
      await new Promise(setImmediate)
      const group = this.waiting.splice(0, this.sizeOfNext())
      await new Promise<void>((next) => {
        const begun = this.commitGroup(group, next).finally(() => {
          this.begun.delete(begun)
          next()
        })
        this.begun.add(begun)
      })
    } while (this.waiting.length > 0)
    this.running = undefined
  }

  private async commitGroup(group: Entry<Item, Result>[], next: () => void): Promise<void> {
    if (await this.tryCommit(group, next)) return
    for (const entry of group) await this.commitAlone(entry)
  }

  private sizeOfNext(): number {
    let weight = 0
    const tooMuch = this.waiting.findIndex(({ item }, index) => {
      weight += this.weigh(item)
      return index === this.maxItems || (index > 0 && weight > 1)
    })
    return tooMuch === -1 ? this.waiting.length : tooMuch
  }

  private async tryCommit(group: Entry<Item, Result>[], next: () => void): Promise<boolean> {
    try {
      const results = await this.commit(
        group.map(({ item }) => item),
        next
      )
      group.forEach(({ resolve }, index) => resolve(results[index]))
      return true
    } catch (error) {
      // A database that is away is away for each of them: none waits for it once more.
      if (group.length > 1 && !unavailability(error as Error)) return false
      for (const { reject } of group) reject(error as Error)
      return true
    }
  }

  private async commitAlone({ item, resolve, reject }: Entry<Item, Result>): Promise<void> {
    try {
      const [result] = await this.commit([item], () => undefined)
      resolve(result)
    } catch (error) {
      reject(error as Error)
    }
  }
}

type Entry<Item, Result> = { item: Item; resolve: (result: Result) => void; reject: (error: Error) => void }
