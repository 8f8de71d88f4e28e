import { type Icon } from '@tabler/icons-react'
import { NavLink } from 'react-router'
import classes from './Navigation.module.css'

/** A view that the navigation leads to. */
export interface Destination {
  label: string
  path: string
  icon: Icon
  /** Whether only this very address counts as the view, and none below it. */
  exact?: boolean
}

export function Navigation({ views }: { views: readonly Destination[] }) {
  return (
    <nav aria-label="Main" className={classes.navigation}>
      {views.map(({ label, path, icon: ViewIcon, exact }) => (
        <NavLink key={path} to={path} end={exact} className={classes.view}>
          <ViewIcon size={18} stroke={1.6} aria-hidden="true" className={classes.icon} />
          <span>{label}</span>
        </NavLink>
      ))}
    </nav>
  )
}
