import { useLayoutEffect, type RefObject } from 'react'

/** The control of a list that has the focus: the number of its item, and of it among the item's controls. */
export interface FocusSpot {
  index: number
  control: number
}

const controlsOf = (item: Element): HTMLElement[] => [...item.querySelectorAll<HTMLElement>('a[href], button')]

/** Keeps the focus where a list is drawn anew by something else: it takes the spot over, and leaves it behind when it goes. */
export function useListFocus(list: RefObject<HTMLElement | null>, spot: RefObject<FocusSpot | undefined>): void {
  // With every drawing, for what is windowed draws the item with its second.
  useLayoutEffect(() => {
    if (!spot.current) return
    const item = list.current?.querySelector(`[data-index="${spot.current.index}"]`)
    if (!item) return
    controlsOf(item)[spot.current.control]?.focus({ preventScroll: true })
    spot.current = undefined
  })
  useLayoutEffect(() => {
    const element = list.current
    return () => {
      const focused = document.activeElement
      const item = element?.contains(focused) && focused?.closest<HTMLElement>('[data-index]')
      if (!item) return
      spot.current = { index: Number(item.dataset.index), control: controlsOf(item).indexOf(focused as HTMLElement) }
    }
  }, [list, spot])
}
