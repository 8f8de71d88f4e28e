import { ActionIcon, Menu } from '@mantine/core'
import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'
import { IconCopy, IconDots, IconRestore, IconTrash } from '@tabler/icons-react'
import { useNavigate } from 'react-router'
import type { MappingEntry } from '../../page-api'
import { useDeleteMapping, useDuplicateMapping, useResetMapping } from '../api'

interface MappingMenuProps {
  mapping: MappingEntry
  onDeleted?: () => void
}

/** Duplicate, reset, delete. What cannot be had back is asked about. */
export function MappingMenu({ mapping: { id, name, preset }, onDeleted }: MappingMenuProps) {
  const navigate = useNavigate()
  const duplicate = useDuplicateMapping(id)
  const reset = useResetMapping(id)
  const remove = useDeleteMapping(id)
  const onError = ({ message }: Error) => notifications.show({ color: 'rust', message })

  const confirmReset = () =>
    modals.openConfirmModal({
      title: `Reset “${name}”?`,
      children: `Its trigger and its fields become those of the preset “${preset}” again. Your changes are lost.`,
      labels: { confirm: 'Reset', cancel: 'Cancel' },
      onConfirm: () =>
        reset.mutate(undefined, {
          onSuccess: () => notifications.show({ message: `“${name}” is as the preset has it.` }),
          onError
        })
    })
  const confirmDelete = () =>
    modals.openConfirmModal({
      title: `Delete “${name}”?`,
      children: 'Its events that are not delivered yet are discarded. What is on the board stays there.',
      labels: { confirm: 'Delete', cancel: 'Cancel' },
      confirmProps: { color: 'rust' },
      onConfirm: () => remove.mutate(undefined, { onSuccess: onDeleted, onError })
    })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`More for ${name}`}>
          <IconDots size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconCopy size={16} stroke={1.6} />}
          onClick={() =>
            duplicate.mutate(undefined, { onSuccess: (copy) => void navigate(`/mappings/${copy.id}`), onError })
          }
        >
          Duplicate
        </Menu.Item>
        {preset !== null && (
          <Menu.Item leftSection={<IconRestore size={16} stroke={1.6} />} onClick={confirmReset}>
            Reset to preset
          </Menu.Item>
        )}
        <Menu.Item color="rust" leftSection={<IconTrash size={16} stroke={1.6} />} onClick={confirmDelete}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
