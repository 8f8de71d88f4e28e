import { createContext, useContext, useEffect, useState, type ReactNode } from 'react'
import { Router as Routing, useParams, type NavigateOptions } from 'wouter'

/** Asks whether to leave, and calls `leave` if so. */
type Guard = (leave: () => void) => void

/** Whatever holds somebody back; the last of them asks. */
const guards: Guard[] = []

/**
 * Lets `asking` decide over every way to another view, also back and forward.
 * @returns what lifts that again, also before `leave` is called
 */
export function holdBack(asking: Guard): () => void {
  guards.push(asking)
  return () => {
    const index = guards.indexOf(asking)
    if (index >= 0) guards.splice(index, 1)
  }
}

/** Calls `leave`, which takes what is shown away, unless somebody is held back: then once they agree. */
export function leaving(leave: () => void): void {
  const guard = guards.at(-1)
  if (guard) guard(leave)
  else leave()
}

interface Entry {
  /** Where the entry stands in the history, so that going back can be undone. */
  index: number
  state: unknown
}

interface Place extends Entry {
  pathname: string
  search: string
}

type History = ReturnType<typeof createHistory>

const HistoryContext = createContext<(Pick<History, 'navigate'> & { place: Place }) | null>(null)

function useHistory() {
  const history = useContext(HistoryContext)
  if (!history) throw new Error('There is no Router around this.')
  return history
}

/** The path and the search of the address, as the browser writes them, and what the link that led here handed on. */
export const usePlace = (): Omit<Place, 'index'> => useHistory().place

/** What stands for `:name` in the path. */
export function useParameter(name: string): string {
  const text = useParams()[name] ?? ''
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

// The library decodes an address before it takes it apart: `%25` would be decoded twice.
const undecoded = (text: string) => text.replaceAll('%', '%25')

function useAddress(): [string, History['navigate']] {
  const { place, navigate } = useHistory()
  return [undecoded(place.pathname), navigate]
}
const useSearch = () => undecoded(useHistory().place.search)

/** The address as the router's location. It is the router's own for browsers but for one thing: somebody can be held back. */
export function Router({ children }: { children: ReactNode }) {
  const [{ place, navigate, listen }] = useState(createHistory)
  const [current, setCurrent] = useState(place)
  // At once: a view that is still being loaded is shown as such, not the one before it.
  useEffect(() => listen(setCurrent), [listen])
  return (
    <HistoryContext value={{ place: current, navigate }}>
      <Routing hook={useAddress} searchHook={useSearch}>
        {children}
      </Routing>
    </HistoryContext>
  )
}

function createHistory() {
  let place = placeOf(0)
  let show: (place: Place) => void = () => undefined
  /** Whether the next step back or forward is our own, which undoes the one before. */
  let isUndoing = false

  const navigate = (to: string, { replace = false, state = null }: NavigateOptions<unknown> = {}) => {
    const { pathname, search, hash, href } = new URL(to, window.location.href)
    const isStep = !replace && href !== window.location.href
    const go = () => {
      const entry: Entry = { index: place.index + (isStep ? 1 : 0), state }
      window.history[isStep ? 'pushState' : 'replaceState'](entry, '', pathname + search + hash)
      show((place = placeOf(entry.index)))
    }
    if (pathname === place.pathname) go()
    else leaving(go)
  }
  const onPopState = () => {
    const next = placeOf(place.index + 1)
    const steps = next.index - place.index
    const guard = guards.at(-1)
    if (isUndoing) {
      isUndoing = false
    } else if (guard && steps !== 0 && next.pathname !== place.pathname) {
      isUndoing = true
      window.history.go(-steps)
      guard(() => window.history.go(steps))
    } else {
      show((place = next))
    }
  }
  const listen = (onChange: (place: Place) => void) => {
    show = onChange
    window.addEventListener('popstate', onPopState)
    return () => window.removeEventListener('popstate', onPopState)
  }
  return { place, navigate, listen }
}

/** Where the browser is; an entry that is not ours, such as that of a link to `#content`, becomes ours as the one of `index`. */
function placeOf(index: number): Place {
  const { pathname, search } = window.location
  const entry = window.history.state as Partial<Entry> | null
  if (typeof entry?.index !== 'number') window.history.replaceState({ index, state: null }, '')
  return { index: entry?.index ?? index, state: entry?.state ?? null, pathname, search }
}
