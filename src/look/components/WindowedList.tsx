import { Suspense, useRef, useState, type ReactNode, type RefObject } from 'react'
import { lazyPart } from '../lazy-view'
import { usePrinting } from '../use-printing'
import { useListFocus, type FocusSpot } from './list-focus'
import classes from './Windowed.module.css'

export interface WindowedListProps<Item> {
  /** Its name, where no heading says it. */
  label?: string
  items: readonly Item[]
  keyOf: (item: Item, index: number) => string
  /** As high as most items are, in pixels. */
  height: number
  /** Whether more can be fetched, so that nobody knows how many there are. */
  more?: boolean
  children: (item: Item, index: number) => ReactNode
}

/** A first page of a list has fewer items, and is in the page as it is. */
const LONG = 60

/** With what had the focus before it was drawn otherwise. */
export type DrawnList<Item> = WindowedListProps<Item> & { spot: RefObject<FocusSpot | undefined> }

const Windowed = lazyPart(() => import('./Windowed')) as typeof import('./Windowed').default

/**
 * A list of any length, of which, once it is long, only what is near the screen is in the page; on paper there is all of it. What has
 * the keyboard's focus stays, and what comes in above moves nothing that is being read.
 */
export function WindowedList<Item>(props: WindowedListProps<Item>) {
  const { items } = props
  const [isLong, setLong] = useState(items.length > LONG)
  const isPrinting = usePrinting()
  const spot = useRef<FocusSpot>(undefined)
  // Once long it stays so: what is read must not be drawn anew where it becomes a little shorter.
  if (!isLong && items.length > LONG) setLong(true)
  if (!isLong || isPrinting) return <PlainList {...props} spot={spot} />
  return (
    <Suspense fallback={<PlainList {...props} spot={spot} items={items.slice(0, LONG)} />}>
      <Windowed {...props} spot={spot} />
    </Suspense>
  )
}

function PlainList<Item>({ label, items, keyOf, more = false, spot, children }: DrawnList<Item>) {
  const list = useRef<HTMLUListElement>(null)
  useListFocus(list, spot)
  return (
    <ul ref={list} className={classes.list} aria-label={label}>
      {items.map((item, index) => (
        <li
          key={keyOf(item, index)}
          data-index={index}
          aria-posinset={index + 1}
          aria-setsize={more ? -1 : items.length}
        >
          {children(item, index)}
        </li>
      ))}
    </ul>
  )
}
