import { type ReactNode } from 'react'
import { Link, useLocation } from 'react-router'

interface DrillLinkProps {
  /** The list of what a figure counts. */
  to: string
  className?: string
  title?: string
  children: ReactNode
}

/** Leads from a figure to what is in it, and remembers the way back. */
export function DrillLink({ to, className, title, children }: DrillLinkProps) {
  const { pathname, search } = useLocation()
  return (
    <Link to={to} state={{ from: pathname + search }} className={className} title={title}>
      {children}
    </Link>
  )
}
