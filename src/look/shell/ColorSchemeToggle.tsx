import { ActionIcon, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { IconMoon, IconSun } from '@tabler/icons-react'

/** Follows the system until it is pressed; the choice is kept in this browser. */
export function ColorSchemeToggle() {
  const { setColorScheme } = useMantineColorScheme()
  const other = useComputedColorScheme('light') === 'light' ? 'dark' : 'light'
  const label = `Use ${other} colours`
  const SchemeIcon = other === 'dark' ? IconMoon : IconSun

  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={label}
      data-tip={label}
      onClick={() => setColorScheme(other)}
    >
      <SchemeIcon size={18} stroke={1.6} />
    </ActionIcon>
  )
}
