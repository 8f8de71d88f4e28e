import { usePlace } from './Router'

/** The address that a list was opened from, and what that one had been opened from. */
export interface From {
  from: string
  before: unknown
}

/** What a link to a list hands on, so that the list knows the way back. */
export function useHere(): From {
  const { pathname, search, state } = usePlace()
  return { from: pathname + search, before: state }
}
