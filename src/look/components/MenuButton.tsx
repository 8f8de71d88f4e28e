import { cloneElement, Suspense, useState, type ReactElement, type ReactNode } from 'react'
import { lazyPart } from '../lazy-view'

export interface MenuItem {
  label: string
  description?: string
  icon?: ReactNode
  color?: string
  onClick: () => void
}

export interface MenuButtonProps {
  button: ReactElement<{ onClick?: () => void }>
  heading?: string
  items: readonly MenuItem[]
  width?: number
}

const Menu = lazyPart(() => import('./Menu'))

/** A button with a menu, fetched when it is first opened. */
export function MenuButton(props: MenuButtonProps) {
  const [isWanted, setWanted] = useState(false)
  const { button } = props
  if (isWanted) {
    return (
      <Suspense fallback={button}>
        <Menu {...props} />
      </Suspense>
    )
  }
  return cloneElement(button, {
    onClick: () => setWanted(true),
    'aria-haspopup': 'menu',
    'aria-expanded': false
  } as object)
}
