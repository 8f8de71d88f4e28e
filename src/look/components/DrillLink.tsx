import { type ReactNode } from 'react'
import { Link } from 'wouter'
import { useHere } from '../use-here'

interface DrillLinkProps {
  /** The list of what a figure counts; nothing where there is none, such as of a figure that is undefined. */
  to: string | null | undefined
  className?: string
  title?: string
  children: ReactNode
}

/** Leads from a figure to what is in it, and remembers the way back. */
export function DrillLink({ to, className, title, children }: DrillLinkProps) {
  const here = useHere()
  if (!to) return children
  return (
    <Link to={to} state={here} className={className} title={title}>
      {children}
    </Link>
  )
}
