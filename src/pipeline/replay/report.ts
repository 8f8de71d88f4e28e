/** What a run of a replay did, or in a dry run what it would do. */
export interface Report {
  lines: number
  /** Events that the endpoint took, by the mapping that took them. */
  events: Record<string, number>
  /** Of these, the ones that the endpoint had already. */
  known: number
  /** Events that no mapping takes or that opted out, by code. */
  filtered: Record<string, number>
  /** Events that are not meant by `--from`, `--to` and `--only`. */
  leftOut: Record<string, number>
  /** How many events each entry of `--only` meant. */
  named: Record<string, number>
  /** Lines and events that cannot be delivered, by reason. */
  refused: Record<string, number>
  /** By month (YYYY-MM) and currency, in ten-thousandths of its unit; dry runs alone can tell. */
  revenue: Record<string, Record<string, MonthRevenue>>
}

export interface MonthRevenue {
  payments: string
  refunds: string
}

export function emptyReport(): Report {
  return { lines: 0, events: {}, known: 0, filtered: {}, leftOut: {}, named: {}, refused: {}, revenue: {} }
}

export function tally(counts: Record<string, number>, key: string, by = 1): void {
  counts[key] = (counts[key] ?? 0) + by
}

export function total(counts: Record<string, number>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0)
}

/** Books what an event of the Events API does to the revenue. Exact: amounts have at most four decimals. */
export function bookRevenue(revenue: Report['revenue'], event: unknown): void {
  const { type, timestamp, amount, currency } = event as Record<string, string> & { amount: number }
  if (type !== 'payment' && type !== 'refund') return
  const month = (revenue[timestamp.slice(0, 'YYYY-MM'.length)] ??= {})
  const booked = (month[currency] ??= { payments: '0', refunds: '0' })
  const side = type === 'payment' ? 'payments' : 'refunds'
  booked[side] = String(BigInt(booked[side]) + BigInt(amount.toFixed(4).replace('.', '')))
}

/** Ten-thousandths as a decimal: two places, more where they are needed. */
export function decimal(tenThousandths: bigint): string {
  const digits = (tenThousandths < 0n ? -tenThousandths : tenThousandths).toString().padStart(5, '0')
  const places = digits.slice(-4).replace(/0{1,2}$/, '')
  return `${tenThousandths < 0n ? '-' : ''}${digits.slice(0, -4)}.${places}`
}
