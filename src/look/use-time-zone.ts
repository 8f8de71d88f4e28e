import { useLocalStorage } from '@mantine/hooks'

const UTC = 'UTC'

/** The zone of this browser's own clock. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** Every zone that can be chosen: UTC and this browser's own first. */
export const timeZones = (): string[] => [...new Set([UTC, ownZone(), ...Intl.supportedValuesOf('timeZone')])]

/**
 * The time zone in which moments are read, such as when an event was sent; UTC until another is chosen. It is kept in this browser.
 * Periods are those of UTC whatever is chosen here, because the figures are.
 */
export function useTimeZone(): [zone: string, choose: (zone: string) => void] {
  const [zone, choose] = useLocalStorage({
    key: 'tractionboard-time-zone',
    defaultValue: UTC,
    getInitialValueInEffect: false,
    serialize: (value) => value,
    deserialize: (value) => (value !== undefined && isZone(value) ? value : UTC)
  })
  return [zone, choose]
}

/** In which zone a list's times are, as a sentence. */
export function useTimesNote(): string {
  const [zone] = useTimeZone()
  return zone === UTC ? 'All times are UTC.' : `Times are those of ${zone}; periods are days of UTC.`
}

function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}
