import { ActionIcon, Alert, Button, Group, NativeSelect, TextInput } from '@mantine/core'
import { Message } from '../../../look/components/Message'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useRef, useState, type FormEvent } from 'react'
import { showNotice } from '../../../look/on-demand/on-demand'
import { useUnsavedGuard } from '../../../look/use-unsaved-guard'
import type { CampaignSpend } from '../../read-api/shapes'
import { useSaveCampaignSpend } from '../api'
import { monthLabel } from '../overview/labels'
import { problemsOf, toEntries, toSpend, type Entry } from './campaign-spend'
import { monthsOf } from './spend'
import classes from './Spend.module.css'

interface CampaignSpendFormProps {
  year: number
  saved: CampaignSpend
}

const TEXTS = [
  { field: 'source', label: 'Source', placeholder: 'google', longest: 256 },
  { field: 'medium', label: 'Medium', placeholder: 'cpc', longest: 256 },
  { field: 'name', label: 'Name', placeholder: 'brand', longest: 256 },
  { field: 'currency', label: 'Currency', placeholder: 'USD', longest: 3 },
  { field: 'amount', label: 'Amount', placeholder: '1250.50', longest: 16 }
] as const

/** The entries of a year are edited here and saved together; those of other years stay as they are. */
export function CampaignSpendForm({ year, saved }: CampaignSpendFormProps) {
  const [edited, setEdited] = useState<readonly Entry[]>()
  /** The entry that was added last, which is written next. */
  const [added, setAdded] = useState<number>()
  const addButton = useRef<HTMLButtonElement>(null)
  const save = useSaveCampaignSpend()
  useUnsavedGuard(edited !== undefined)
  const entries = edited ?? toEntries(saved)
  const months = monthsOf(year)
  const isSavable = edited !== undefined && entries.every((entry) => Object.keys(problemsOf(entry)).length === 0)

  const change = (index: number, changes: Partial<Entry>) =>
    setEdited(entries.map((entry, at) => (at === index ? { ...entry, ...changes } : entry)))
  const add = () => {
    const { currency = 'USD', month = months[0] } = entries.findLast(({ month }) => months.includes(month)) ?? {}
    setAdded(entries.length)
    setEdited([...entries, { month, source: '', medium: '', name: '', currency, amount: '' }])
  }
  const remove = (index: number) => {
    addButton.current?.focus()
    setEdited(entries.filter((_, at) => at !== index))
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(toSpend(entries), {
      onSuccess: () => {
        setEdited(undefined)
        showNotice({ message: 'The spend by campaign is saved.' })
      }
    })
  }
  return (
    <form onSubmit={submit} noValidate>
      <ul className={classes.campaigns}>
        {entries.map(
          (entry, index) =>
            months.includes(entry.month) && (
              <li key={index}>
                <NativeSelect
                  aria-label={`Month of entry ${index + 1}`}
                  data={months.map((month) => ({ value: month, label: monthLabel(month) }))}
                  value={entry.month}
                  onChange={({ currentTarget }) => change(index, { month: currentTarget.value })}
                />
                {TEXTS.map(({ field, label, placeholder, longest }) => (
                  <TextInput
                    key={field}
                    aria-label={`${label} of entry ${index + 1}`}
                    placeholder={placeholder}
                    maxLength={longest}
                    autoComplete="off"
                    inputMode={field === 'amount' ? 'decimal' : undefined}
                    autoFocus={field === 'source' && index === added}
                    value={entry[field]}
                    error={edited && problemsOf(entry)[field]}
                    onChange={({ currentTarget }) => change(index, { [field]: currentTarget.value })}
                  />
                ))}
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size="lg"
                  aria-label={`Remove entry ${index + 1}`}
                  onClick={() => remove(index)}
                >
                  <IconTrash size={16} stroke={1.6} />
                </ActionIcon>
              </li>
            )
        )}
      </ul>
      {save.error && (
        <Alert color="rust" mb="md" role="alert">
          <Message>{save.error.message}</Message>
        </Alert>
      )}
      <Group justify="space-between">
        <Button ref={addButton} variant="default" leftSection={<IconPlus size={15} />} onClick={add}>
          Add a campaign
        </Button>
        <Button type="submit" disabled={!isSavable} loading={save.isPending}>
          Save campaigns
        </Button>
      </Group>
    </form>
  )
}
