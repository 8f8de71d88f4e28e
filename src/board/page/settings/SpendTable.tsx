import { TextInput } from '@mantine/core'
import { Money } from '../../../look/components/Money'
import type { Spend } from '../../read-api/shapes'
import { monthsOf, problemOf, totalOf } from './spend'
import classes from './Spend.module.css'

interface SpendTableProps {
  year: number
  spend: Spend
  currencies: readonly string[]
  onChange: (month: string, currency: string, amount: string) => void
}

const monthName = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' })

/** A row for each month of the year, a column for each currency. */
export function SpendTable({ year, spend, currencies, onChange }: SpendTableProps) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Month</th>
            {currencies.map((currency) => (
              <th key={currency} scope="col">
                {currency}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {monthsOf(year).map((month) => (
            <tr key={month}>
              <th scope="row">{monthName.format(new Date(month))}</th>
              {currencies.map((currency) => {
                const amount = spend[month]?.[currency] ?? ''
                return (
                  <td key={currency}>
                    <TextInput
                      aria-label={`${monthName.format(new Date(month))} ${year}, ${currency}`}
                      inputMode="decimal"
                      autoComplete="off"
                      placeholder="—"
                      value={amount}
                      error={problemOf(amount)}
                      onChange={({ currentTarget }) => onChange(month, currency, currentTarget.value)}
                    />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{year}</th>
            {currencies.map((currency) => (
              <td key={currency}>
                <Money amount={totalOf(spend, year, currency)} currency={currency} />
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
