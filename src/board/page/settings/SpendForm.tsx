import { Alert, Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState, type FormEvent } from 'react'
import type { Spend } from '../../read-api'
import { useSaveSpend } from '../api'
import { AddCurrency } from './AddCurrency'
import { currenciesOf, isValid, withAmount } from './spend'
import { SpendTable } from './SpendTable'
import classes from './Spend.module.css'

interface SpendFormProps {
  year: number
  saved: Spend
}

/** Amounts are edited here and saved together; other years stay as they are. */
export function SpendForm({ year, saved }: SpendFormProps) {
  const [spend, setSpend] = useState(saved)
  const [currencies, setCurrencies] = useState(() => currenciesOf(saved))
  const save = useSaveSpend()
  const isChanged = JSON.stringify(spend) !== JSON.stringify(saved)

  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(spend, {
      onSuccess: (stored) => {
        setSpend(stored)
        notifications.show({ message: 'The acquisition spend is saved.' })
      }
    })
  }
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <SpendTable
        year={year}
        spend={spend}
        currencies={currencies}
        onChange={(month, currency, amount) => setSpend(withAmount(spend, month, currency, amount.trim()))}
      />
      {save.error && (
        <Alert color="rust" mt="md" role="alert">
          {save.error.message}
        </Alert>
      )}
      <Group justify="space-between" align="flex-start" mt="md">
        <AddCurrency known={currencies} onAdd={(currency) => setCurrencies([...currencies, currency])} />
        <Button type="submit" disabled={!isChanged || !isValid(spend)} loading={save.isPending}>
          Save
        </Button>
      </Group>
    </form>
  )
}
