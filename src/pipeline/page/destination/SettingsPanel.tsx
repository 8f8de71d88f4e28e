import { Button, Group, Stack } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { ApiError } from '../../../look/api/client'
import { Panel } from '../../../look/components/Panel'
import { showNotice } from '../../../look/on-demand/on-demand'
import { useUnsavedGuard } from '../../../look/use-unsaved-guard'
import type { SettingField } from '../../read-api/shapes'
import { useSaveDestination, useTestConnection } from '../api'
import { BoardLink } from '../shared/BoardLink'
import { SettingInput } from './SettingInput'
import { TestResult } from './TestResult'

/** The settings, to be tried before they are saved. A secret that is left alone keeps its value. */
export function SettingsPanel({ settings }: { settings: readonly SettingField[] }) {
  const [changes, setChanges] = useState<Record<string, string>>({})
  useUnsavedGuard(Object.keys(changes).length > 0)
  const save = useSaveDestination()
  const test = useTestConnection()
  const error = save.error ?? test.error
  const place = error instanceof ApiError ? error.place : undefined

  const change = ({ key, secret, value: saved }: SettingField, value: string) => {
    const { [key]: _, ...others } = changes
    // An emptied secret is one that was left alone, as its placeholder says.
    const isUnchanged = value === (secret ? '' : (saved ?? ''))
    setChanges(isUnchanged ? others : { ...others, [key]: value })
    save.reset()
    test.reset()
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate(
      { settings: changes },
      {
        onSuccess: () => {
          setChanges({})
          test.reset()
          showNotice({ message: 'The settings are saved.' })
        }
      }
    )
  }
  return (
    <Panel
      title="Settings"
      description="How the destination reaches your board, and who it is there."
      aside={<BoardLink>The board’s page</BoardLink>}
    >
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          {settings.map((field) => (
            <SettingInput
              key={field.key}
              field={field}
              value={changes[field.key]}
              problem={place === `/settings/${field.key}` ? error?.message : undefined}
              onChange={(value) => change(field, value)}
            />
          ))}
          <Group gap="xs">
            <Button type="submit" disabled={Object.keys(changes).length === 0} loading={save.isPending}>
              Save
            </Button>
            <Button
              variant="default"
              leftSection={<IconPlugConnected size={16} stroke={1.6} />}
              loading={test.isPending}
              onClick={() => test.mutate({ settings: changes })}
            >
              Test connection
            </Button>
          </Group>
          <TestResult answer={test.data} error={place === undefined ? error : null} />
        </Stack>
      </form>
    </Panel>
  )
}
