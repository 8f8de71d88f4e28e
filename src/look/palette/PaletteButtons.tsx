import { ActionIcon, Button } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { type Destination } from '../shell/Navigation'
import { useTimeZone } from '../use-time-zone'
import { type Find } from './entries'
import { PaletteDialog, type PalettePage } from './PaletteDialog'
import classes from './Palette.module.css'

interface PaletteButtonsProps {
  views: readonly Destination[]
  find: Find
}

/** Opens the palette, as Ctrl-K and Cmd-K do from anywhere; or its time zones. */
export function PaletteButtons({ views, find }: PaletteButtonsProps) {
  const [opened, setOpened] = useState<PalettePage>()
  const [zone] = useTimeZone()
  // From fields as well, and from the JSON editor, which is no field but edits its content.
  useHotkeys([['mod+K', () => setOpened('all')]], [], true)
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label="Search, Ctrl-K"
        data-tip="Search, Ctrl-K"
        onClick={() => setOpened('all')}
      >
        <IconSearch size={18} stroke={1.6} />
      </ActionIcon>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        className={classes.zone}
        aria-label={`Time zone: ${zone}`}
        onClick={() => setOpened('zones')}
      >
        {zone.replace(/^.*\//, '').replaceAll('_', ' ')}
      </Button>
      {opened && (
        <PaletteDialog key={opened} views={views} find={find} begin={opened} onClose={() => setOpened(undefined)} />
      )}
    </>
  )
}
