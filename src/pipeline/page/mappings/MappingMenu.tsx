import { ActionIcon } from '@mantine/core'
import { IconCopy, IconDots, IconRestore, IconTrash } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { MenuButton } from '../../../look/components/MenuButton'
import { askFirst, showNotice } from '../../../look/on-demand/on-demand'
import type { MappingEntry } from '../../read-api/shapes'
import { useDeleteMapping, useDuplicateMapping, useResetMapping } from '../api'

interface MappingMenuProps {
  mapping: MappingEntry
  onReset?: (reset: MappingEntry) => void
  onDeleted?: () => void
}

/**
 * Duplicate, reset, delete. What cannot be had back is asked about. The promises are waited for, not the callbacks of
 * `mutate`: those are not called once the change has taken this menu off the page.
 */
export function MappingMenu({ mapping: { id, name, preset }, onReset, onDeleted }: MappingMenuProps) {
  const [, navigate] = useLocation()
  const duplicate = useDuplicateMapping(id)
  const reset = useResetMapping(id)
  const remove = useDeleteMapping(id)
  const onError = ({ message }: Error) => showNotice({ color: 'rust', message })

  const confirmReset = () =>
    askFirst({
      title: `Reset “${name}”?`,
      children: `Its trigger and its fields become those of the preset “${preset}” again. Your changes are lost.`,
      labels: { confirm: 'Reset', cancel: 'Cancel' },
      onConfirm: () =>
        void reset.mutateAsync().then((mapping) => {
          onReset?.(mapping)
          showNotice({ message: `“${name}” is as the preset has it.` })
        }, onError)
    })
  const confirmDelete = () =>
    askFirst({
      title: `Delete “${name}”?`,
      children: 'Its events that are not delivered yet are discarded. What is on the board stays there.',
      labels: { confirm: 'Delete', cancel: 'Cancel' },
      confirmProps: { color: 'rust' },
      onConfirm: () => void remove.mutateAsync().then(onDeleted, onError)
    })
  return (
    <MenuButton
      button={
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`More for ${name}`}>
          <IconDots size={18} stroke={1.6} />
        </ActionIcon>
      }
      items={[
        {
          label: 'Duplicate',
          icon: <IconCopy size={16} stroke={1.6} />,
          onClick: () => void duplicate.mutateAsync().then((copy) => navigate(`/mappings/${copy.id}`), onError)
        },
        ...(preset === null
          ? []
          : [
              {
                label: 'Reset to preset',
                icon: <IconRestore size={16} stroke={1.6} />,
                onClick: confirmReset
              }
            ]),
        {
          label: 'Delete',
          icon: <IconTrash size={16} stroke={1.6} />,
          color: 'var(--loss)',
          onClick: confirmDelete
        }
      ]}
    />
  )
}
