import { NativeSelect } from '@mantine/core'

interface CurrencyPickerProps {
  /** Those that there is money in; with one of them there is nothing to choose. */
  currencies: readonly string[]
  currency: string
  onChange: (currency: string) => void
}

export function CurrencyPicker({ currencies, currency, onChange }: CurrencyPickerProps) {
  if (currencies.length < 2) return null
  return (
    <NativeSelect
      aria-label="Currency"
      data={currencies}
      value={currency}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      w="5.75rem"
    />
  )
}
