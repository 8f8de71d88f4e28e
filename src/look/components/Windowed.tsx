import { defaultRangeExtractor, useWindowVirtualizer, type Range } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState } from 'react'
import classes from './Windowed.module.css'
import { type WindowedListProps } from './WindowedList'

/** Items beyond the screen's edge that are there already, for the keyboard and for a quick wheel. */
const OVERSCAN = 8

/** The list once it is long. */
export default function Windowed<Item>(props: WindowedListProps<Item>) {
  const { label, items, keyOf, height, more = false, children } = props
  const list = useRef<HTMLUListElement>(null)
  const [top, setTop] = useState(0)
  const virtualizer = useWindowVirtualizer<HTMLLIElement>({
    count: items.length,
    estimateSize: () => height,
    overscan: OVERSCAN,
    scrollMargin: top,
    getItemKey: (index) => keyOf(items[index], index),
    rangeExtractor: (range) => withFocused(range, list.current)
  })

  useLayoutEffect(() => {
    const measure = () => setTop(Math.round((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(document.body)
    return () => observer.disconnect()
  }, [])

  const first = items.length > 0 ? keyOf(items[0], 0) : undefined
  const firstBefore = useRef(first)
  useLayoutEffect(() => {
    const before = firstBefore.current
    firstBefore.current = first
    if (before === undefined || before === first || window.scrollY <= top) return
    const index = items.findIndex((item, at) => keyOf(item, at) === before)
    if (index > 0) window.scrollBy(0, virtualizer.measurementsCache[index].start - top)
  }, [first, items, keyOf, top, virtualizer])

  return (
    <ul ref={list} className={classes.list} aria-label={label} style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ key, index, start }) => (
        <li
          key={key}
          ref={virtualizer.measureElement}
          data-index={index}
          aria-posinset={index + 1}
          aria-setsize={more ? -1 : items.length}
          className={classes.item}
          style={{ transform: `translateY(${start - top}px)` }}
        >
          {children(items[index], index)}
        </li>
      ))}
    </ul>
  )
}

function withFocused(range: Range, list: HTMLUListElement | null): number[] {
  const near = defaultRangeExtractor(range)
  const item = document.activeElement?.closest<HTMLElement>('[data-index]')
  const focused = item && list?.contains(item) ? Number(item.dataset.index) : NaN
  if (Number.isNaN(focused) || focused >= range.count || near.includes(focused)) return near
  return [...near, focused].sort((one, other) => one - other)
}
