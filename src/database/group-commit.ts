import { unavailability } from './errors'

/**
 * Lets concurrent requests share a transaction: while one group is being committed, what arrives meanwhile gathers into
 * the next. A commit costs about the same for one event as for a hundred, so this is what carries the throughput.
 *
 * A group that fails is committed again item by item, so that nobody fails for what another one sent.
 */
export class GroupCommit<Item, Result> {
  private waiting: Entry<Item, Result>[] = []
  private running: Promise<void> | undefined

  /**
   * @param commit writes the items in one transaction, and returns a result for each
   * @param maxItems of one group
   * @param weigh says how heavy an item is; a group of several weighs at most 1
   */
  constructor(
    private readonly commit: (items: Item[]) => Promise<Result[]>,
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
    while (this.running) await this.running
  }

  private async run(): Promise<void> {
    // Lets everything that this turn of the event loop brings in come along.
    await new Promise(setImmediate)
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, this.sizeOfNext())
      if (await this.tryCommit(group)) continue
      for (const entry of group) await this.commitAlone(entry)
    }
    this.running = undefined
  }

  private sizeOfNext(): number {
    let weight = 0
    const tooMuch = this.waiting.findIndex(({ item }, index) => {
      weight += this.weigh(item)
      return index === this.maxItems || (index > 0 && weight > 1)
    })
    return tooMuch === -1 ? this.waiting.length : tooMuch
  }

  private async tryCommit(group: Entry<Item, Result>[]): Promise<boolean> {
    try {
      const results = await this.commit(group.map(({ item }) => item))
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
      const [result] = await this.commit([item])
      resolve(result)
    } catch (error) {
      reject(error as Error)
    }
  }
}

type Entry<Item, Result> = { item: Item; resolve: (result: Result) => void; reject: (error: Error) => void }
