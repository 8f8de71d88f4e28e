import { useEffect, useState } from 'react'
import { fetchExtras, onDemand, type ExtrasModule } from './on-demand'
import classes from './OnDemand.module.css'

/** How long a plain line is there to be read. */
const SHOWN_MS = 8_000

/**
 * The place of dialogs and notices. No first view shows one, so that they come when somebody begins to use the page, and before the
 * first of them is wanted.
 */
export function OnDemand() {
  const [loaded, setLoaded] = useState<ExtrasModule | null>(null)
  const [plain, setPlain] = useState('')

  useEffect(() => {
    onDemand.mount = setLoaded
    onDemand.say = setPlain
    const fetchAhead = () => void fetchExtras().catch(() => undefined)
    const first = { once: true, capture: true }
    window.addEventListener('pointerdown', fetchAhead, first)
    window.addEventListener('keydown', fetchAhead, first)
    return () => {
      window.removeEventListener('pointerdown', fetchAhead, first)
      window.removeEventListener('keydown', fetchAhead, first)
    }
  }, [])

  useEffect(() => {
    const timer = window.setTimeout(() => setPlain(''), SHOWN_MS)
    return () => window.clearTimeout(timer)
  }, [plain])

  return (
    <>
      {loaded && <loaded.Extras onReady={onDemand.ready} />}
      {plain !== '' && (
        <p role="alert" className={classes.plain}>
          {plain}
        </p>
      )}
    </>
  )
}
