/** Numbers from 0 to below 1 that only depend on the seed (mulberry32 over a hash of the seed). */
export function random(seed: string): () => number {
  let state = [...seed].reduce((hash, char) => Math.imul(hash ^ char.charCodeAt(0), 16_777_619), 2_166_136_261)
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

export function shuffled<Item>(items: readonly Item[], next: () => number): Item[] {
  const copy = [...items]
  for (let index = copy.length - 1; index > 0; index--) {
    const other = Math.floor(next() * (index + 1))
    ;[copy[index], copy[other]] = [copy[other], copy[index]]
  }
  return copy
}

/** The same items in their order, in parts of random size. */
export function splitAtRandom<Item>(items: readonly Item[], next: () => number): Item[][] {
  const parts: Item[][] = []
  for (let start = 0; start < items.length;) {
    const size = 1 + Math.floor(next() * items.length)
    parts.push(items.slice(start, start + size))
    start += size
  }
  return parts
}
