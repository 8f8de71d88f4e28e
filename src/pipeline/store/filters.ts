/** So many bits an entry at least, of which each sets so many: of what is not in a filter, one in half a million at most seems to be. */
const BITS_AN_ENTRY = 32
const BITS_SET = 10

/** Two numbers out of a digest, which is as good as chance, say which bits of a filter are its. https://doi.org/10.1002/rsa.20208 */
type FilterKey = readonly [first: number, step: number]

/** Out of the bytes from the fifth on: the first four are left to who orders digests by them. */
export function filterKey(digests: Buffer, at: number): FilterKey {
  return [digests.readUInt32LE(at + 4), digests.readUInt32LE(at + 8)]
}

/** A Bloom filter for so many digests: says of one whether it may be among them, in a small part of the room that they take. */
export function emptyFilter(count: number): Uint8Array {
  const bits = 2 ** Math.max(Math.ceil(Math.log2(count * BITS_AN_ENTRY)), 3)
  return new Uint8Array(bits / 8)
}

export function addTo(filter: Uint8Array, [first, step]: FilterKey): void {
  const shift = shiftOf(filter.length * 8)
  for (let count = 0, next = first; count < BITS_SET; count++, next = (next + step) >>> 0) {
    const place = next >>> shift
    filter[place >>> 3] |= 1 << (place & 7)
  }
}

/** What leaves of 32 bits those that tell a place among so many, a power of two. */
const shiftOf = (bits: number) => 32 - Math.log2(bits)

/** As many filters as a number has bits. */
const COLUMNS = 32

/** Filters of one size, side by side: a word for each of their bits, and in it a bit for each filter. */
interface Slab {
  shift: number
  words: Uint32Array
  runs: (number | undefined)[]
  /** A bit for each filter that is there. */
  used: number
}

/** The filters of many runs. One look at a word asks 32 of them, so that a look at all costs little however many there are. */
export class Filters {
  private readonly slabs: Slab[] = []

  get runs(): number[] {
    return this.slabs.flatMap(({ runs }) => runs.filter((run) => run !== undefined))
  }

  add(run: number, filter: Uint8Array): void {
    const slab = this.slabWithRoom(filter.length * 8)
    const column = slab.runs.indexOf(undefined)
    filter.forEach((byte, at) => {
      for (let bit = 0; byte !== 0; byte >>>= 1, bit++) if (byte & 1) slab.words[at * 8 + bit] |= 1 << column
    })
    slab.runs[column] = run
    slab.used |= 1 << column
  }

  delete(run: number): void {
    const slab = this.slabs.find(({ runs }) => runs.includes(run))!
    const others = ~(1 << slab.runs.indexOf(run))
    for (let place = 0; place < slab.words.length; place++) slab.words[place] &= others
    slab.runs[slab.runs.indexOf(run)] = undefined
    slab.used &= others
    if (slab.used === 0) this.slabs.splice(this.slabs.indexOf(slab), 1)
  }

  /** The runs that may have a digest. */
  mayHave([first, step]: FilterKey): number[] {
    const found: number[] = []
    for (const { shift, words, runs, used } of this.slabs) {
      let left = used
      for (let count = 0, next = first; count < BITS_SET && left !== 0; count++, next = (next + step) >>> 0) {
        left &= words[next >>> shift]
      }
      for (let column = 0; left !== 0; left >>>= 1, column++) if (left & 1) found.push(runs[column]!)
    }
    return found
  }

  private slabWithRoom(bits: number): Slab {
    const shift = shiftOf(bits)
    const known = this.slabs.find((slab) => slab.shift === shift && slab.runs.includes(undefined))
    if (known) return known
    const runs = new Array<number | undefined>(COLUMNS).fill(undefined)
    const slab = { shift, words: new Uint32Array(bits), runs, used: 0 }
    this.slabs.push(slab)
    return slab
  }
}
