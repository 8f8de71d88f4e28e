import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconClock, IconLogout, IconMoon, IconSun } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { useSignOut } from '../api/use-sign-out'
import { type Destination } from '../shell/Navigation'
import { ownZone, timeZones, useTimeZone } from '../use-time-zone'
import { fitting, type Entry, type Find, type Group } from './entries'
import classes from './Palette.module.css'

interface PaletteProps {
  views: readonly Destination[]
  find: Find
  /** With everything, or with the time zones alone. */
  begin: 'all' | 'zones'
  onClose: () => void
}

/** Shorter texts fit too much. */
const SHORTEST_SEARCH = 2
const MOST_ZONES = 60
/** Leads to the palette's own list of time zones. */
const ZONES = '#zones'

/** Leads to any view, person, event or action by a few letters. */
export default function Palette({ views, find, begin, onClose }: PaletteProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const [page, setPage] = useState(begin)
  const [text, setText] = useState('')
  const navigate = useNavigate()
  const [asked] = useDebouncedValue(text.trim(), 150)
  const found = useQuery({
    queryKey: ['palette', asked],
    queryFn: () => find(asked),
    enabled: page === 'all' && asked.length >= SHORTEST_SEARCH,
    placeholderData: keepPreviousData
  })
  const actions = useActions()
  const zones = useZones()

  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal()
  }, [])

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
      setText('')
      setPage('zones')
      return
    }
    dialog.current?.close()
    if (typeof go === 'string') void navigate(go)
    else go()
  }
  return (
    <dialog
      ref={dialog}
      className={classes.palette}
      aria-label={page === 'zones' ? 'Time zone' : 'Search'}
      onClose={onClose}
      onClick={({ target }) => target === dialog.current && dialog.current?.close()}
    >
      <Command shouldFilter={false} loop label={page === 'zones' ? 'Time zone' : 'Search'}>
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          maxLength={256}
          placeholder={page === 'zones' ? 'Europe, Kolkata, UTC …' : 'Views, people, events, actions …'}
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
    </dialog>
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
