import { formatMoney } from '../format'

interface MoneyProps {
  /** A decimal string: "1234.50". */
  amount: string
  /** ISO 4217. */
  currency: string
}

export function Money({ amount, currency }: MoneyProps) {
  return <span className="numeric">{formatMoney(amount, currency)}</span>
}
