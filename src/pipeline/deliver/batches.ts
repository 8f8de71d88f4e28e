/** How much goes into one batch, and how long the first of it waits for more. */
export interface BatchLimits {
  events: number
  bytes: number
  age: number
}

/** Segment's largest batch; bytes leave room below the 5 MB of the Events API for what the mapping adds. */
export const batchLimits: BatchLimits = { events: 1000, bytes: 3 * 1024 * 1024, age: 50 }

/** The two halves of what cannot be taken, or found fault with, as a whole. */
export function halvesOf<Item>(items: readonly Item[]): [Item[], Item[]] {
  const middle = Math.ceil(items.length / 2)
  return [items.slice(0, middle), items.slice(middle)]
}
