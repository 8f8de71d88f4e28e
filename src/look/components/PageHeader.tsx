import { type ReactNode } from 'react'
import classes from './PageHeader.module.css'

interface PageHeaderProps {
  title: string
  description?: ReactNode
  /** Controls of the whole page, to the right of the title where there is room. */
  children?: ReactNode
}

/** A view's heading, which is the browser tab's title as well. */
export function PageHeader({ title, description, children }: PageHeaderProps) {
  return (
    <header className={classes.header}>
      <title>{`${title} · Tractionboard`}</title>
      <div className={classes.words}>
        <h1 dir="auto" className={classes.title}>
          {title}
        </h1>
        {description && <p className={classes.description}>{description}</p>}
      </div>
      {children && <div className={classes.controls}>{children}</div>}
    </header>
  )
}
