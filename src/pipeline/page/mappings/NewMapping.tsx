import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { MenuButton } from '../../../look/components/MenuButton'
import { showNotice } from '../../../look/on-demand/on-demand'
import type { ActionCard, MappingInput } from '../../read-api/shapes'
import { useCreateMapping, useDestination } from '../api'

/** Adds a mapping for an action, with the defaults of its fields; it stays off until it is looked at and switched on. */
export function NewMapping() {
  const actions = useDestination().data?.actions ?? []
  const create = useCreateMapping()
  const [, navigate] = useLocation()
  const add = (action: ActionCard) =>
    create.mutate(draftOf(action), {
      onSuccess: ({ id }) => navigate(`/mappings/${id}`),
      onError: ({ message }) => showNotice({ color: 'rust', message })
    })
  return (
    <MenuButton
      button={
        <Button leftSection={<IconPlus size={16} />} loading={create.isPending} disabled={actions.length === 0}>
          New mapping
        </Button>
      }
      heading="For the action"
      items={actions.map((action) => ({
        label: action.title,
        description: action.description,
        onClick: () => add(action)
      }))}
      width={320}
    />
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
