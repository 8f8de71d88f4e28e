import { Suspense, useState, type ReactNode } from 'react'
import { lazyPart } from '../lazy-view'
import { usePrinting } from '../use-printing'
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

const Windowed = lazyPart(() => import('./Windowed')) as typeof import('./Windowed').default

/**
 * A list of any length, of which, once it is long, only what is near the screen is in the page; on paper there is all of it. What has
 * the keyboard's focus stays, and what comes in above moves nothing that is being read.
 */
export function WindowedList<Item>(props: WindowedListProps<Item>) {
  const { items } = props
  const [isLong, setLong] = useState(items.length > LONG)
  const isPrinting = usePrinting()
  // Once long it stays so: what is read must not be drawn anew where it becomes a little shorter.
  if (!isLong && items.length > LONG) setLong(true)
  if (!isLong || isPrinting) return <PlainList {...props} />
  return (
    <Suspense fallback={<PlainList {...props} items={items.slice(0, LONG)} />}>
      <Windowed {...props} />
    </Suspense>
  )
}

function PlainList<Item>({ label, items, keyOf, more = false, children }: WindowedListProps<Item>) {
  return (
    <ul className={classes.list} aria-label={label}>
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
