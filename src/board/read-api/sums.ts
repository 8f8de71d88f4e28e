import { formatMoney, toMoney } from '../money'

/** How many persons there are of a key, and what they earned where that is asked for: a decimal. */
export type Sum<Key> = Key & { persons: number; amount: string | null }

/** Sums without those of persons that are gone, and with those of persons that have come. A key of which nobody is left goes. */
export function addSums<Key extends object>(
  sums: readonly Sum<Key>[],
  gone: readonly Sum<Key>[],
  come: readonly Sum<Key>[]
): Sum<Key>[] {
  if (gone.length + come.length === 0) return [...sums]
  const all = new Map(sums.map((sum) => [keyOf(sum), sum]))
  for (const [changes, sign] of [[gone, -1] as const, [come, 1] as const]) {
    for (const change of changes) {
      const key = keyOf(change)
      const { persons = 0, amount = null } = all.get(key) ?? {}
      all.set(key, {
        ...change,
        persons: persons + sign * change.persons,
        amount:
          change.amount === null ? amount : formatMoney(toMoney(amount ?? 0) + BigInt(sign) * toMoney(change.amount))
      })
    }
  }
  return [...all.values()].filter(({ persons }) => persons !== 0)
}

const keyOf = <Key>({ persons: _persons, amount: _amount, ...key }: Sum<Key>) => JSON.stringify(Object.values(key))

/** Sums by what some of their keys have in common. */
export function groupBy<Row>(rows: readonly Row[], key: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}

/** What was earned of each currency, in the form of the read API. */
export function earningsOf(sums: readonly Sum<{ currency: string | null }>[]): Record<string, string> {
  return Object.fromEntries(
    sums
      .flatMap(({ currency, amount }) => (currency === null || amount === null ? [] : [[currency, amount] as const]))
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([currency, amount]) => [currency, formatMoney(toMoney(amount))])
  )
}
