/** How much goes into one batch, and how long the first of it waits for more. */
export interface BatchLimits {
  events: number
  bytes: number
  age: number
}

/** Segment's largest batch; bytes leave room below the 5 MB of the Events API for what the mapping adds. */
export const batchLimits: BatchLimits = { events: 1000, bytes: 3 * 1024 * 1024, age: 50 }

export interface Sized {
  bytes: number
}

/** How many of the first `items` make up the next batch: at least one, within both limits. */
export function batchLength(items: readonly Sized[], { events, bytes }: BatchLimits): number {
  let total = 0
  let length = 0
  while (length < items.length && length < events) {
    total += items[length].bytes
    if (length > 0 && total > bytes) break
    length++
  }
  return length
}

/** Cuts `items` into batches, in order. */
export function cut<Item extends Sized>(items: readonly Item[], limits: BatchLimits): Item[][] {
  const batches: Item[][] = []
  for (let rest = items; rest.length > 0;) {
    const length = batchLength(rest, limits)
    batches.push(rest.slice(0, length))
    rest = rest.slice(length)
  }
  return batches
}
