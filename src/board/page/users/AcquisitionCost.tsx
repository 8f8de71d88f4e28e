import { DrillLink } from '../../../look/components/DrillLink'
import { divideDecimal } from '../../../look/decimal'
import { formatCount, formatMoney, formatMoneyRounded } from '../../../look/format'
import { isDay } from '../overview/days'
import { spendIn, type Campaign, type Condition } from '../paths'
import { amountOf } from '../spend/entries'
import { useSpendEntries } from '../spend/use-spend-entries'
import classes from './AcquisitionCost.module.css'

interface AcquisitionCostProps {
  /** What those have in common who were won. */
  conditions: readonly Condition[]
  currency: string
  /** How many they are. */
  count: number
}

/** What was spent on those who signed up, and what one of them cost: the other half of the figure that led to their list. */
export default function AcquisitionCost({ conditions, currency, count }: AcquisitionCostProps) {
  const { signed_up: days, campaign }: Condition = Object.assign({}, ...conditions)
  const [from, to] = Array.isArray(days) ? days.map(String) : ['', '']
  const entries = useSpendEntries({ from, to }, currency, campaign as Campaign | undefined)
  if (!entries.data || !isDay(from) || !isDay(to)) return null
  const spent = amountOf(entries.data)
  return (
    <p className={classes.cost}>
      {entries.data.length === 0 ? (
        `No spend in ${currency} is entered for them.`
      ) : (
        <>
          <DrillLink to={spendIn({ from, to }, currency, campaign as Campaign | undefined)}>
            {formatMoney(spent, currency)} of spend
          </DrillLink>
          {count > 0 && (
            <>
              {' '}
              ÷ {formatCount(count)} = UAC <strong>{formatMoneyRounded(divideDecimal(spent, count), currency)}</strong>
            </>
          )}
        </>
      )}
    </p>
  )
}
