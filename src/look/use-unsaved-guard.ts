import { modals } from '@mantine/modals'
import { useEffect } from 'react'
import { useBlocker } from 'react-router'

/**
 * Asks before somebody leaves what is not saved: by a link, by going back, by closing or reloading the tab. Only one form at a
 * time can have it.
 * @param unsaved whether there is something to lose
 */
export function useUnsavedGuard(unsaved: boolean): void {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => unsaved && currentLocation.pathname !== nextLocation.pathname
  )

  useEffect(() => {
    if (blocker.state !== 'blocked') return
    modals.openConfirmModal({
      title: 'Leave without saving?',
      children: 'What you changed here is not saved and would be lost.',
      labels: { confirm: 'Leave', cancel: 'Stay' },
      confirmProps: { color: 'rust' },
      closeButtonProps: { 'aria-label': 'Close' },
      onConfirm: () => blocker.proceed(),
      onClose: () => blocker.state === 'blocked' && blocker.reset()
    })
  }, [blocker])

  useEffect(() => {
    if (!unsaved) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsaved])
}
