import { Skeleton } from '@mantine/core'
import { formatCount, formatMoney } from '../format'
import classes from './ListTotal.module.css'

interface ListTotalProps {
  /** Undefined until it is known. */
  total: { count: number; sums: Readonly<Record<string, string>> } | undefined
  /** What is listed: one of it, and more. */
  noun: readonly [one: string, many: string]
  /** What the sums are. */
  meaning: string
}

/** How many a list has in all, and what they come to in each currency. */
export function ListTotal({ total, noun: [one, many], meaning }: ListTotalProps) {
  if (!total) return <Skeleton h={22} w={220} mb="md" />
  const sums = Object.entries(total.sums)
  return (
    <p className={classes.total} role="status">
      <strong>
        {formatCount(total.count)} {total.count === 1 ? one : many}
      </strong>
      {sums.map(([currency, amount]) => (
        <span key={currency} className="numeric">
          {formatMoney(amount, currency)}
        </span>
      ))}
      {sums.length > 0 && <small>{meaning}</small>}
    </p>
  )
}
