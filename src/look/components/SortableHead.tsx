import { UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconArrowsSort } from '@tabler/icons-react'
import { type ReactNode } from 'react'
import classes from './SortableHead.module.css'

interface SortableHeadProps {
  /** Undefined where the list is sorted by something else. */
  direction: 'ascending' | 'descending' | undefined
  onSort: () => void
  className?: string
  children: ReactNode
}

const ICONS = { ascending: IconArrowUp, descending: IconArrowDown }

/** The heading of a column that the list can be sorted by. */
export function SortableHead({ direction, onSort, className, children }: SortableHeadProps) {
  const SortIcon = direction ? ICONS[direction] : IconArrowsSort
  return (
    <th scope="col" className={className} aria-sort={direction ?? 'none'}>
      <UnstyledButton className={classes.button} onClick={onSort}>
        {children}
        <SortIcon
          size={13}
          stroke={1.8}
          aria-hidden="true"
          className={classes.icon}
          data-sorted={direction !== undefined}
        />
      </UnstyledButton>
    </th>
  )
}
