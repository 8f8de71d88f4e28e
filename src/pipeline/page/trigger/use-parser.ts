import { useEffect, useState } from 'react'
import { fetchedOnce, LOOK_AGAIN_MS } from '../../../look/api/modules'

/** What reads triggers, and says what is wrong with one. */
export type Parser = typeof import('./fql')

const fetchParser = fetchedOnce(() => import('./fql'))

/** Segment's parser, once it is wanted and fetched; while the server is away, as soon as it is back. */
export function useParser(isWanted: boolean): Parser | undefined {
  const [parser, setParser] = useState<Parser>()
  useEffect(() => {
    if (!isWanted) return
    let isGone = false
    let timer: number | undefined
    const look = () =>
      void fetchParser().then(
        (fetched) => isGone || setParser(fetched),
        () => {
          if (!isGone) timer = window.setTimeout(look, LOOK_AGAIN_MS)
        }
      )
    look()
    return () => {
      isGone = true
      window.clearTimeout(timer)
    }
  }, [isWanted])
  return parser
}
