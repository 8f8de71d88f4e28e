import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconClock, IconLogout, IconMoon, IconSun } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { useLocation } from 'wouter'
import { useSignOut } from '../api/use-sign-out'
import { type Destination } from '../shell/Navigation'
import { ownZone, timeZones, useTimeZone } from '../use-time-zone'
import { fitting, type Entry, type Find, type Group } from './entries'
import { LONGEST_SEARCH, PALETTE_TEXTS, type PalettePage } from './PaletteDialog'
import classes from './Palette.module.css'

interface PaletteProps {
  views: readonly Destination[]
  find: Find
  page: PalettePage
  onPage: (page: PalettePage) => void
  /** What is searched for. */
  text: string
  onText: (text: string) => void
  /** Called once something was chosen. */
  onDone: () => void
}

/** Shorter texts fit too much. */
const SHORTEST_SEARCH = 2
const MOST_ZONES = 60
/** Leads to the palette's own list of time zones. */
const ZONES = '#zones'

/** Leads to any view, person, event or action by a few letters. */
export default function Palette({ views, find, page, onPage, text, onText, onDone }: PaletteProps) {
  const { name, placeholder } = PALETTE_TEXTS[page]
  const [, navigate] = useLocation()
  const [asked] = useDebouncedValue(text.trim(), 150)
  const found = useQuery({
    queryKey: ['palette', asked],
    queryFn: () => find(asked),
    enabled: page === 'all' && asked.length >= SHORTEST_SEARCH,
    placeholderData: keepPreviousData
  })
  const actions = useActions()
  const zones = useZones()

  const places = views.map(({ label, path, group, icon }): Entry => ({ label, detail: group, icon, go: path }))
  const isSearched = text.trim().length >= SHORTEST_SEARCH
  const groups: Group[] =
    page === 'zones'
      ? [{ label: 'Read times in', entries: fitting(zones, text).slice(0, MOST_ZONES) }]
      : [
          { label: 'Views', entries: fitting(places, text) },
          ...(isSearched ? (found.data ?? []) : []),
          { label: 'Actions', entries: fitting(actions, text) }
        ]

  const choose = ({ go }: Entry) => {
    if (go === ZONES) {
      onText('')
      onPage('zones')
      return
    }
    onDone()
    if (typeof go === 'string') navigate(go)
    else go()
  }
  return (
    <Command shouldFilter={false} loop label={name}>
      <Command.Input
        autoFocus
        value={text}
        onValueChange={onText}
        maxLength={LONGEST_SEARCH}
        placeholder={placeholder}
        className={classes.input}
      />
      <Command.List label="What fits">
        {groups
          .filter(({ entries }) => entries.length > 0)
          .map(({ label, entries }) => (
            <Command.Group key={label} heading={label}>
              {entries.map((entry, index) => (
                <Command.Item key={index} value={`${label} ${index}`} onSelect={() => choose(entry)}>
                  <entry.icon size={17} stroke={1.6} aria-hidden="true" />
                  <bdi>{entry.label}</bdi>
                  {entry.detail && <bdi className={classes.detail}>{entry.detail}</bdi>}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        <Command.Empty>{found.isFetching ? 'Searching …' : 'Nothing fits.'}</Command.Empty>
      </Command.List>
      {found.isError && isSearched && (
        <p role="alert" className={classes.problem}>
          The server does not answer: what it has cannot be searched at the moment.
        </p>
      )}
    </Command>
  )
}

function useActions(): Entry[] {
  const { setColorScheme } = useMantineColorScheme()
  const other = useComputedColorScheme('light') === 'light' ? 'dark' : 'light'
  const [zone] = useTimeZone()
  const signOut = useSignOut()
  return [
    { label: 'Time zone …', detail: zone, icon: IconClock, go: ZONES },
    { label: `Use ${other} colours`, icon: other === 'dark' ? IconMoon : IconSun, go: () => setColorScheme(other) },
    { label: 'Sign out', icon: IconLogout, go: signOut }
  ]
}

function useZones(): Entry[] {
  const [zone, chooseZone] = useTimeZone()
  const notes = new Map([
    [ownZone(), 'this browser’s'],
    [zone, 'chosen']
  ])
  return timeZones().map((each) => ({
    label: each,
    detail: notes.get(each),
    icon: IconClock,
    go: () => chooseZone(each)
  }))
}
