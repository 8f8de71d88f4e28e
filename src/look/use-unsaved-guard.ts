import { useEffect } from 'react'
import { askFirst } from './on-demand/on-demand'
import { holdBack } from './Router'

/** What lifts the guard of each form that has something to lose. */
const guarded = new Set<() => void>()

/**
 * Asks before somebody leaves what is not saved: by a link, by going back, by closing or reloading the tab; once, however many
 * forms of the view have something to lose.
 * @param unsaved whether there is something to lose
 */
export function useUnsavedGuard(unsaved: boolean): void {
  useEffect(() => {
    if (!unsaved) return
    const release = holdBack((leave) =>
      askFirst({
        title: 'Leave without saving?',
        children: 'What you changed here is not saved and would be lost.',
        labels: { confirm: 'Leave', cancel: 'Stay' },
        confirmProps: { color: 'rust' },
        onConfirm: () => {
          for (const lift of guarded) lift()
          leave()
        }
      })
    )
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    guarded.add(release)
    window.addEventListener('beforeunload', ask)
    return () => {
      release()
      guarded.delete(release)
      window.removeEventListener('beforeunload', ask)
    }
  }, [unsaved])
}
