import { useEffect } from 'react'
import { askFirst } from './on-demand/on-demand'
import { holdBack } from './Router'

/**
 * Asks before somebody leaves what is not saved: by a link, by going back, by closing or reloading the tab. Only one form at a
 * time can have it.
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
          release()
          leave()
        }
      })
    )
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => {
      release()
      window.removeEventListener('beforeunload', ask)
    }
  }, [unsaved])
}
