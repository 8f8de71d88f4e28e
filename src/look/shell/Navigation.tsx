import { type Icon } from '@tabler/icons-react'
import { Fragment, useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { usePlace } from '../Router'
import classes from './Navigation.module.css'

/** A view that the navigation leads to. */
export interface Destination {
  label: string
  path: string
  icon: Icon
  /** The heading over views that stand together; shown where there is room. */
  group?: string
  /** Whether only this very address counts as the view, and none below it. */
  exact?: boolean
}

export function Navigation({ views }: { views: readonly Destination[] }) {
  const bar = useRef<HTMLDivElement>(null)
  const { pathname } = usePlace()
  // The bar of a narrow screen has not room for all views: the one that is shown is brought into it.
  useEffect(() => {
    const current = bar.current?.querySelector<HTMLElement>('[aria-current=page]')
    if (current && bar.current)
      bar.current.scrollLeft = current.offsetLeft - (bar.current.clientWidth - current.clientWidth) / 2
  }, [pathname, views])
  return (
    <div ref={bar} className={classes.navigation}>
      {views.map(({ label, path, icon: ViewIcon, group, exact }, index) => (
        <Fragment key={path}>
          {group && group !== views[index - 1]?.group && <span className={classes.group}>{group}</span>}
          <Link to={path} aria-current={isShown(pathname, path, exact) ? 'page' : undefined} className={classes.view}>
            <ViewIcon size={18} stroke={1.6} aria-hidden="true" className={classes.icon} />
            <span>{label}</span>
          </Link>
        </Fragment>
      ))}
    </div>
  )
}

function isShown(pathname: string, path: string, exact = false): boolean {
  return pathname === path || (!exact && pathname.startsWith(`${path}/`))
}
