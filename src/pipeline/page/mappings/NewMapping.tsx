import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate } from 'react-router'
import type { ActionCard, MappingInput } from '../../read-api/shapes'
import { useCreateMapping, useDestination } from '../api'

/** Adds a mapping for an action, with the defaults of its fields; it stays off until it is looked at and switched on. */
export function NewMapping() {
  const actions = useDestination().data?.actions ?? []
  const create = useCreateMapping()
  const navigate = useNavigate()
  const add = (action: ActionCard) =>
    create.mutate(draftOf(action), {
      onSuccess: ({ id }) => void navigate(`/mappings/${id}`),
      onError: ({ message }) => notifications.show({ color: 'rust', message })
    })
  return (
    <Menu position="bottom-end" width={320} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button leftSection={<IconPlus size={16} />} loading={create.isPending} disabled={actions.length === 0}>
          New mapping
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>For the action</Menu.Label>
        {actions.map((action) => (
          <Menu.Item key={action.key} onClick={() => add(action)}>
            <strong>{action.title}</strong>
            <br />
            <small>{action.description}</small>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

function draftOf({ key, title, defaultTrigger, fields }: ActionCard): MappingInput {
  const defaults = fields.filter((field) => field.default !== null).map((field) => [field.key, field.default] as const)
  return {
    name: `New ${title} mapping`,
    partnerAction: key,
    subscribe: defaultTrigger ?? 'type = "track"',
    mapping: Object.fromEntries(defaults),
    enabled: false
  }
}
