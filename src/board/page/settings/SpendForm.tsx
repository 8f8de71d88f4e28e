import { Alert, Button, Group } from '@mantine/core'
import { Message } from '../../../look/components/Message'
import { useState, type FormEvent } from 'react'
import { showNotice } from '../../../look/on-demand/on-demand'
import { useUnsavedGuard } from '../../../look/use-unsaved-guard'
import type { Spend } from '../../read-api/shapes'
import { useSaveSpend } from '../api'
import { AddCurrency } from './AddCurrency'
import { currenciesOf, isValid, withAmount } from './spend'
import { SpendTable } from './SpendTable'
import classes from './Spend.module.css'

interface SpendFormProps {
  year: number
  saved: Spend
}

/** An amount as it was typed and is not saved yet. */
interface Edit {
  month: string
  currency: string
  amount: string
}

/** Amounts are edited here, in any year, and saved together; what was not edited stays as it is on the board. */
export function SpendForm({ year, saved }: SpendFormProps) {
  const [edits, setEdits] = useState<readonly Edit[]>([])
  const [currencies, setCurrencies] = useState(() => currenciesOf(saved))
  const save = useSaveSpend()
  useUnsavedGuard(edits.length > 0)
  const spend = edits.reduce((all, { month, currency, amount }) => withAmount(all, month, currency, amount), saved)

  const edit = (month: string, currency: string, amount: string) => {
    const others = edits.filter((earlier) => earlier.month !== month || earlier.currency !== currency)
    setEdits([...others, { month, currency, amount: amount.trim() }])
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(spend, {
      onSuccess: () => {
        setEdits([])
        showNotice({ message: 'The acquisition spend is saved.' })
      }
    })
  }
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <SpendTable year={year} spend={spend} currencies={currencies} onChange={edit} />
      {save.error && (
        <Alert color="rust" mt="md" role="alert">
          <Message>{save.error.message}</Message>
        </Alert>
      )}
      <Group justify="space-between" align="flex-start" mt="md">
        <AddCurrency known={currencies} onAdd={(currency) => setCurrencies([...currencies, currency])} />
        <Button type="submit" disabled={edits.length === 0 || !isValid(spend)} loading={save.isPending}>
          Save
        </Button>
      </Group>
    </form>
  )
}
