import { useEffect, useState, type ReactNode } from 'react'
import { createPath, parsePath, Router as Routing, type Navigator, type Path, type To } from 'react-router'

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
  path: Path
}

/**
 * The address as the router's location. It is the router's own for browsers but for one thing: somebody can be held back. The
 * library does that only in its router for data, whose size is that of a whole view.
 */
export function Router({ children }: { children: ReactNode }) {
  const [{ place, navigator, listen }] = useState(createHistory)
  const [current, setCurrent] = useState(place)
  // At once: a view that is still being loaded is shown as such, not the one before it.
  useEffect(() => listen(setCurrent), [listen])
  return (
    <Routing location={{ ...current.path, state: current.state, key: String(current.index) }} navigator={navigator}>
      {children}
    </Routing>
  )
}

function createHistory() {
  let place = placeOf(0)
  let show: (place: Place) => void = () => undefined
  /** Whether the next step back or forward is our own, which undoes the one before. */
  let isUndoing = false

  const go = (to: To, write: 'pushState' | 'replaceState', state: unknown) => {
    const entry: Entry = { index: place.index + (write === 'pushState' ? 1 : 0), state }
    window.history[write](entry, '', typeof to === 'string' ? to : createPath(to))
    show((place = placeOf(entry.index)))
  }
  const unlessHeld = (to: To, leave: () => void) => {
    const { pathname = place.path.pathname } = typeof to === 'string' ? parsePath(to) : to
    if (pathname === place.path.pathname) leave()
    else leaving(leave)
  }
  const onPopState = () => {
    const next = placeOf(place.index + 1)
    const steps = next.index - place.index
    const guard = guards.at(-1)
    if (isUndoing) {
      isUndoing = false
    } else if (guard && steps !== 0 && next.path.pathname !== place.path.pathname) {
      isUndoing = true
      window.history.go(-steps)
      guard(() => window.history.go(steps))
    } else {
      show((place = next))
    }
  }
  const navigator: Navigator = {
    createHref: (to) => (typeof to === 'string' ? to : createPath(to)),
    push: (to, state) => unlessHeld(to, () => go(to, 'pushState', state)),
    replace: (to, state) => unlessHeld(to, () => go(to, 'replaceState', state)),
    go: (steps) => window.history.go(steps)
  }
  const listen = (onChange: (place: Place) => void) => {
    show = onChange
    window.addEventListener('popstate', onPopState)
    return () => window.removeEventListener('popstate', onPopState)
  }
  return { place, navigator, listen }
}

/** Where the browser is; an entry that is not ours, such as that of a link to `#content`, becomes ours as the one of `index`. */
function placeOf(index: number): Place {
  const { pathname, search, hash } = window.location
  const entry = window.history.state as Partial<Entry> | null
  if (typeof entry?.index !== 'number') window.history.replaceState({ index, state: null }, '')
  return { index: entry?.index ?? index, state: entry?.state ?? null, path: { pathname, search, hash } }
}
