import { useNavigate } from 'react-router'
import { useHere } from '../use-here'

/** Leads from a figure of a chart to the list of what it counts, where there is one, and remembers the way back. */
export function useDrill(): (path: string | undefined) => void {
  const navigate = useNavigate()
  const here = useHere()
  return (path) => {
    if (path !== undefined) void navigate(path, { state: here })
  }
}
