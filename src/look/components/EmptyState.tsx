import { type Icon } from '@tabler/icons-react'
import { type ReactNode } from 'react'
import classes from './EmptyState.module.css'

interface EmptyStateProps {
  icon: Icon
  /** What is not there. */
  title: string
  /** What to do next. */
  children: ReactNode
}

/** Stands where there is nothing to show, and says what to do about it. */
export function EmptyState({ icon: StateIcon, title, children }: EmptyStateProps) {
  return (
    <div className={classes.state}>
      <StateIcon size={28} stroke={1.3} aria-hidden="true" className={classes.icon} />
      <p className={classes.title}>{title}</p>
      <div className={classes.next}>{children}</div>
    </div>
  )
}
