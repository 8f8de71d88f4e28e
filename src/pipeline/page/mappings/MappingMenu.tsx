import { ActionIcon, Menu } from '@mantine/core'
import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'
import { IconCopy, IconDots, IconRestore, IconTrash } from '@tabler/icons-react'
import { useNavigate } from 'react-router'
import type { MappingEntry } from '../../read-api/shapes'
import { useDeleteMapping, useDuplicateMapping, useResetMapping } from '../api'

interface MappingMenuProps {
  mapping: MappingEntry
  onDeleted?: () => void
}

/**
 * Duplicate, reset, delete. What cannot be had back is asked about. The promises are waited for, not the callbacks of
 * `mutate`: those are not called once the change has taken this menu off the page.
 */
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
        void reset
          .mutateAsync()
          .then(() => notifications.show({ message: `“${name}” is as the preset has it.` }), onError)
    })
  const confirmDelete = () =>
    modals.openConfirmModal({
      title: `Delete “${name}”?`,
      children: 'Its events that are not delivered yet are discarded. What is on the board stays there.',
      labels: { confirm: 'Delete', cancel: 'Cancel' },
      confirmProps: { color: 'rust' },
      onConfirm: () => void remove.mutateAsync().then(onDeleted, onError)
    })
  return (
    <Menu position="bottom-end" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`More for ${name}`}>
          <IconDots size={18} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconCopy size={16} stroke={1.6} />}
          onClick={() => void duplicate.mutateAsync().then((copy) => navigate(`/mappings/${copy.id}`), onError)}
        >
          Duplicate
        </Menu.Item>
        {preset !== null && (
          <Menu.Item leftSection={<IconRestore size={16} stroke={1.6} />} onClick={confirmReset}>
            Reset to preset
          </Menu.Item>
        )}
        <Menu.Item color="var(--loss)" leftSection={<IconTrash size={16} stroke={1.6} />} onClick={confirmDelete}>
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
