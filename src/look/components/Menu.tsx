import '@mantine/core/styles/Popover.css'
import '@mantine/core/styles/Menu.css'

import { Menu as MantineMenu } from '@mantine/core'
import { useMounted } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { type MenuButtonProps } from './MenuButton'

/** Opened at once: it is fetched for somebody who has pressed its button. The focus is where it was, so that it comes back there. */
export default function Menu({ button, heading, items, width }: MenuButtonProps) {
  const [opened, setOpened] = useState(true)
  const isMounted = useMounted()
  const place = useRef<HTMLSpanElement>(null)
  const focusButton = () => place.current?.querySelector('button')?.focus()
  useEffect(focusButton, [])
  // A dialog that is opened gives the focus back to where it was, and the item is gone by then.
  const choose = (act: () => void) => {
    focusButton()
    act()
  }
  return (
    <span ref={place}>
      <MantineMenu
        opened={opened && isMounted}
        onChange={setOpened}
        position="bottom-end"
        width={width}
        withinPortal={false}
        withInitialFocusPlaceholder={false}
        returnFocus
      >
        <MantineMenu.Target>{button}</MantineMenu.Target>
        <MantineMenu.Dropdown>
          {heading && <MantineMenu.Label>{heading}</MantineMenu.Label>}
          {items.map(({ label, description, icon, color, onClick }) => (
            <MantineMenu.Item key={label} leftSection={icon} color={color} onClick={() => choose(onClick)}>
              {description ? <strong>{label}</strong> : label}
              {description && (
                <>
                  <br />
                  <small>{description}</small>
                </>
              )}
            </MantineMenu.Item>
          ))}
        </MantineMenu.Dropdown>
      </MantineMenu>
    </span>
  )
}
