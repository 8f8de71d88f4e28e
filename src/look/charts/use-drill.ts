import { useLocation, useNavigate } from 'react-router'

/** Leads from a figure of a chart to the list of what it counts, where there is one, and remembers the way back. */
export function useDrill(): (path: string | undefined) => void {
  const navigate = useNavigate()
  const { pathname, search } = useLocation()
  return (path) => {
    if (path !== undefined) void navigate(path, { state: { from: pathname + search } })
  }
}
