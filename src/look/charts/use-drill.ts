import { useLocation } from 'wouter'
import { useHere } from '../use-here'

/** Leads from a figure of a chart to the list of what it counts, where there is one, and remembers the way back. */
export function useDrill(): (path: string | undefined) => void {
  const [, navigate] = useLocation()
  const here = useHere()
  return (path) => {
    if (path !== undefined) navigate(path, { state: here })
  }
}
