import { useEffect, useRef } from 'react'
import { useLive } from '../../../look/api/use-live'
import type { LiveOutcome } from '../../read-api/shapes'
import { useRefresh, useStreamPath } from '../api'

const REFRESH_MS = 1000

/**
 * Fetches anew what the server has at the paths `names` when outcomes come in, at most once a second: a busy pipeline
 * has thousands of them in that time.
 * @returns whether outcomes come in live.
 */
export function useLiveRefresh(...names: string[]): boolean {
  const refresh = useRefresh()
  const timer = useRef<number | undefined>(undefined)
  useEffect(() => () => window.clearTimeout(timer.current), [])

  const refreshSoon = () => {
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined
      void refresh(...names)
    }, REFRESH_MS)
  }
  return useLive<LiveOutcome>(useStreamPath(), 'outcome', refreshSoon, () => void refresh(...names))
}
