/** So many bits an entry, of which each sets so many: of what is not in it, one in seven thousand seems to be. */
const BITS_AN_ENTRY = 20
const BITS_SET = 8

/**
 * A Bloom filter of digests: says of one whether it may be in a set, in a small part of the room that the set takes. A digest is as good
 * as chance, so that its own bytes say which bits are its; the first four are left to who orders the set by them.
 * https://doi.org/10.1145/362686.362692
 */
export class Filter {
  constructor(readonly bits: Uint8Array) {}

  static forEntries(count: number): Filter {
    return new Filter(new Uint8Array(Math.ceil((count * BITS_AN_ENTRY) / 8)))
  }

  add(digests: Buffer, at: number): void {
    const size = this.bits.length * 8
    const step = stepOf(digests, at)
    let bit = digests.readUInt32LE(at + 4)
    for (let count = 0; count < BITS_SET; count++, bit += step) {
      const place = bit % size
      this.bits[Math.floor(place / 8)] |= 1 << (place % 8)
    }
  }

  mayHave(digests: Buffer, at: number): boolean {
    const size = this.bits.length * 8
    const step = stepOf(digests, at)
    let bit = digests.readUInt32LE(at + 4)
    for (let count = 0; count < BITS_SET; count++, bit += step) {
      const place = bit % size
      if ((this.bits[Math.floor(place / 8)] & (1 << (place % 8))) === 0) return false
    }
    return true
  }
}

const stepOf = (digests: Buffer, at: number) => digests.readUInt32LE(at + 8) + 1
