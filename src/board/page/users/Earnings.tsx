import { Money } from '../../../look/components/Money'
import { UNDEFINED } from '../../../look/format'

/** Payments minus refunds, a line for each currency: currencies are never added together. */
export function Earnings({ earnings }: { earnings: Record<string, string> }) {
  const currencies = Object.keys(earnings).sort()
  if (currencies.length === 0) return <span aria-label="No earnings">{UNDEFINED}</span>
  return currencies.map((currency) => (
    <div key={currency}>
      <Money amount={earnings[currency]} currency={currency} />
    </div>
  ))
}
