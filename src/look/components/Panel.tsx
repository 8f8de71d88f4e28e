import { useId, type ReactNode } from 'react'
import classes from './Panel.module.css'

interface PanelProps {
  title: string
  description?: ReactNode
  /** To the right of the title. */
  aside?: ReactNode
  children: ReactNode
}

/** A titled part of a view. */
export function Panel({ title, description, aside, children }: PanelProps) {
  const heading = useId()
  return (
    <section aria-labelledby={heading} className={classes.panel}>
      <div className={classes.head}>
        <h2 id={heading} dir="auto" className={classes.title}>
          {title}
        </h2>
        {aside}
      </div>
      {description && <p className={classes.description}>{description}</p>}
      {children}
    </section>
  )
}
