import { Money } from '../../../look/components/Money'
import { UNDEFINED } from '../../../look/format'
import classes from './Earnings.module.css'

/** Payments minus refunds, a line for each currency: currencies are never added together. */
export function Earnings({ earnings }: { earnings: Record<string, string> }) {
  const currencies = Object.keys(earnings).sort()
  if (currencies.length === 0) return <span aria-label="No earnings">{UNDEFINED}</span>
  return (
    <ul className={classes.earnings}>
      {currencies.map((currency) => (
        <li key={currency}>
          <Money amount={earnings[currency]} currency={currency} />
        </li>
      ))}
    </ul>
  )
}
