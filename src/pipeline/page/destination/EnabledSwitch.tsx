import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Switch.css'

import { Switch } from '@mantine/core'
import { showNotice } from '../../../look/on-demand/on-demand'
import { useSaveDestination } from '../api'

interface EnabledSwitchProps {
  name: string
  enabled: boolean
}

/** While the destination is off, what comes is accepted and filtered. */
export function EnabledSwitch({ name, enabled }: EnabledSwitchProps) {
  const save = useSaveDestination()
  return (
    <Switch
      label={enabled ? 'On' : 'Off: events are accepted and filtered'}
      aria-label={`${name} on`}
      checked={save.isPending ? save.variables.enabled === true : enabled}
      aria-busy={save.isPending}
      // Not disabled, which would take the focus away.
      onChange={({ currentTarget }) =>
        !save.isPending &&
        save.mutate(
          { enabled: currentTarget.checked },
          { onError: ({ message }) => showNotice({ color: 'rust', message }) }
        )
      }
    />
  )
}
