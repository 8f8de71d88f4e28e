import { useCallback } from 'react'
import { useSearchParams } from 'wouter'
import { usePlace } from './Router'

/**
 * Filters that live in the address, so that a view can be reloaded, sent to a colleague and gone back to. A value that
 * is the default, or empty, is left out of it.
 * @returns the values and a function that changes some of them, replacing the address rather than adding a step back.
 */
export function useUrlState<State extends Record<string, string>>(
  defaults: State
): [State, (changes: Partial<State>) => void] {
  const [parameters, setParameters] = useSearchParams()
  const { state } = usePlace()
  const entries = Object.entries(defaults).map(([name, byDefault]) => [name, parameters.get(name) ?? byDefault])

  const change = useCallback(
    (changes: Partial<State>) => {
      setParameters(
        (current) => {
          const next = new URLSearchParams(current)
          for (const [name, value] of Object.entries<string | undefined>(changes)) {
            if (value === undefined || value === '' || value === defaults[name]) next.delete(name)
            else next.set(name, value)
          }
          return next
        },
        // The way back stays, however the list is narrowed and sorted.
        { replace: true, state }
      )
    },
    [setParameters, defaults, state]
  )
  return [Object.fromEntries(entries) as State, change]
}
