import { type Icon } from '@tabler/icons-react'

/** Something that the palette leads to. */
export interface Entry {
  label: string
  /** What tells it from others of the same name. */
  detail?: string
  icon: Icon
  /** Its address in this page; or what it does. */
  go: string | (() => void)
}

export interface Group {
  label: string
  entries: readonly Entry[]
}

/** Asks the server for what fits a text of at least two characters. */
export type Find = (text: string) => Promise<Group[]>

/** The entries in whose words the text occurs. */
export function fitting(entries: readonly Entry[], text: string): Entry[] {
  const wanted = text.trim().toLowerCase()
  return entries.filter(({ label, detail = '' }) => `${label} ${detail}`.toLowerCase().includes(wanted))
}
