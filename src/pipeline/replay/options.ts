import { CATALOG_ID, manifest } from '../..'
import type { Settings } from '../deliver/redact'
import type { Mapping } from '../match/mapping'
import type { Input } from './files'
import type { Filter } from './filter'
import type { FlowOptions } from './flow'
import type { Ledger } from './places'
import { isDone } from './read'
import type { ReadListener } from './read'
import type { Refused } from './refused-file'
import type { Report } from './report'
import type { Wait } from './sender'

export interface ReplayOptions {
  /** Files and folders of NDJSON, gzipped or not; `-` is standard input. */
  paths: readonly string[]
  settings: Settings
  /** What the events go through. Default: the presets. */
  mappings?: readonly Mapping[]
  /** Where it is kept how far each file was replayed; private, and without a key. */
  folder: string
  /** Where refused events go, with their reasons; private, and without a key. */
  refusedFile: string
  /** Which events are meant. Default: all. */
  filter?: Filter
  dryRun?: boolean
  /** In the order of the events' times, over all files. */
  sort?: boolean
  /** Deliver also what the `integrations` object of an event turns off. */
  ignoreIntegrations?: boolean
  /** Send again what was sent before. */
  again?: boolean
  /** Events a second. */
  rate?: number
  /** Told as it goes on; the total is unknown for standard input. Bytes as they are stored. */
  onProgress?: (progress: Progress) => void
  onRefused?: (refused: Refused) => void
  /** An input that could not be read to its end. */
  onProblem?: (error: Error) => void
  /** Something that a person should know, and that keeps nothing from being sent. */
  onNotice?: (text: string) => void
  /** Told before each wait for the endpoint. */
  onWait?: (wait: Wait) => void
}

export interface Progress {
  bytes: number
  totalBytes: number | undefined
  report: Report
}

/** What this run did, and what had been done of the same files before. */
export interface ReplayResult {
  report: Report
  before: { files: number; lines: number }
}

export const definition = () => manifest[CATALOG_ID].definition

/** Where events go, as the options say it. */
export function routing(mappings: readonly Mapping[], { filter = {}, ignoreIntegrations = false }: ReplayOptions) {
  return {
    destinationName: definition().name,
    mappings,
    filter,
    ignoreIntegrations
  } satisfies Partial<FlowOptions>
}

/** Tells the options' listeners what the reading of the inputs tells, summed up. */
export function listen(
  inputs: readonly Input[],
  { onProgress, onProblem, onNotice }: ReplayOptions,
  report: Report,
  { places }: Ledger = { places: new Map() }
): ReadListener {
  const sizes = inputs.filter((input) => !isDone(input, places)).map(({ file }) => file?.size)
  const totalBytes = sizes.includes(undefined) ? undefined : sizes.reduce((sum: number, size) => sum + (size ?? 0), 0)
  let bytes = 0
  return {
    onBytes: (count: number) => onProgress?.({ bytes: (bytes += count), totalBytes, report }),
    onProblem: (error: Error) => onProblem?.(error),
    onNotice: (text: string) => onNotice?.(text)
  }
}
