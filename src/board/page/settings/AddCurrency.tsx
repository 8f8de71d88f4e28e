import { Button, Group, TextInput } from '@mantine/core'
import { useState } from 'react'

interface AddCurrencyProps {
  known: readonly string[]
  onAdd: (currency: string) => void
}

/** The browser's own list of currencies; the board checks the code again. */
const CURRENCIES = Intl.supportedValuesOf('currency')

export function AddCurrency({ known, onAdd }: AddCurrencyProps) {
  const [text, setText] = useState('')
  const currency = text.trim().toUpperCase()
  const isNew = CURRENCIES.includes(currency) && !known.includes(currency)
  const isWrong = currency.length === 3 && !isNew

  const add = () => {
    onAdd(currency)
    setText('')
  }
  return (
    <Group gap="xs" align="flex-start">
      <TextInput
        aria-label="Another currency"
        placeholder="EUR"
        maxLength={3}
        w={110}
        value={text}
        error={isWrong ? (known.includes(currency) ? 'Shown already' : 'No currency code') : null}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <Button variant="default" disabled={!isNew} onClick={add}>
        Add currency
      </Button>
    </Group>
  )
}
