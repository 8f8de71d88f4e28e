/** The types of which arrays are made, as PostgreSQL numbers them. */
const TYPES = { bool: 16, int4: 23, text: 25, json: 114, timestamptz: 1184 } as const

export type ArrayType = keyof typeof TYPES

/** PostgreSQL counts microseconds from this time on. */
const EPOCH = Date.UTC(2000, 0, 1)
const HEADER_BYTES = 20
const NULL = -1

type Value = string | number | boolean | null | undefined

/**
 * Values as a parameter that is an array, in PostgreSQL's binary format, which both sides make and read fastest. A time is in ms, JSON is
 * a text. https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export function arrayOf(type: ArrayType, values: readonly Value[]): Buffer {
  const isText = type === 'text' || type === 'json'
  const most = values.reduce<number>(
    (sum, value) => sum + (isText && value ? Buffer.byteLength(value as string) : 8),
    0
  )
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + 4 * values.length + most)
  const dimensions = values.length > 0 ? 1 : 0
  buffer.writeInt32BE(dimensions, 0)
  buffer.writeInt32BE(1, 4)
  buffer.writeInt32BE(TYPES[type], 8)
  buffer.writeInt32BE(values.length, 12)
  buffer.writeInt32BE(1, 16)
  if (dimensions === 0) return buffer.subarray(0, 12)
  let end = HEADER_BYTES
  values.forEach((value) => {
    const length = value === null || value === undefined ? NULL : write(buffer, type, value, end + 4)
    buffer.writeInt32BE(length, end)
    end += 4 + Math.max(length, 0)
  })
  return buffer.subarray(0, end)
}

/** Gives the number of bytes. */
function write(buffer: Buffer, type: ArrayType, value: NonNullable<Value>, start: number): number {
  switch (type) {
    case 'text':
    case 'json':
      return buffer.write(value as string, start)
    case 'bool':
      return buffer.writeUInt8(value ? 1 : 0, start) - start
    case 'int4':
      return buffer.writeInt32BE(value as number, start) - start
    case 'timestamptz':
      return buffer.writeBigInt64BE(BigInt((value as number) - EPOCH) * 1000n, start) - start
  }
}
