import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import type { JSONObject, SegmentEvent } from '@segment/actions-core'
import { CATALOG_ID, manifest } from '../..'
import { batchLimits } from '../deliver/batches'
import { Engine } from '../deliver/engine'
import type { Settings } from '../deliver/redact'
import type { Mapping } from '../match/mapping'
import { presetMappings } from '../match/presets'
import { rehearsal } from './dry-run'
import { findInputs, nameOf } from './files'
import type { Input } from './files'
import { checkFilter } from './filter'
import type { Filter } from './filter'
import { createPace } from './pace'
import { parseLine } from './parse'
import { addToLedger, closeToOthers, readLedger } from './places'
import type { Ledger, Place } from './places'
import { isDone, readInputs } from './read'
import type { PlacedLine } from './read'
import { keepRefused } from './refused-file'
import type { Refused } from './refused-file'
import { bookRevenue, emptyReport } from './report'
import type { Report } from './report'
import { sendToTheEnd } from './sender'
import type { Settled, Wait } from './sender'
import { readSorted, sortLines } from './sorted'
import { readRun, writeRun } from './sorted-run'
import { handleWindow } from './window'

export { ReplayStopped } from './sender'
export type { Wait } from './sender'
export { decimal, total } from './report'
export type { Report } from './report'
export type { Refused } from './refused-file'
export type { Filter } from './filter'

/** Lines that are handled as a whole: what a kill makes a replay send again at the most. */
const WINDOW = 5_000

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

/**
 * Sends history through the destination to the endpoint. Each file is sent once for a receiver, a filter and a board: what
 * an earlier run did is not done again, of a file that has grown the new lines are sent.
 * @throws Error in one line for inputs that cannot be found or a filter that leaves nothing; ReplayStopped when the endpoint
 * takes no events
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  checkFilter(options.filter ?? {})
  const inputs = await findInputs(options.paths, options.refusedFile)
  const mappings = options.mappings ?? presetMappings(definition(), new Date())
  return options.dryRun ? rehearse(inputs, mappings, options) : send(inputs, mappings, options)
}

async function rehearse(
  inputs: readonly Input[],
  mappings: readonly Mapping[],
  options: ReplayOptions
): Promise<ReplayResult> {
  const rehearseBatch = rehearsal(definition(), options.settings as JSONObject)
  const report = emptyReport()
  const settle = async (mapping: Mapping, events: SegmentEvent[]): Promise<Settled[]> => {
    const rehearsed = await rehearseBatch(mapping, events)
    return rehearsed.map((each) => {
      if ('refused' in each) return each.refused
      bookRevenue(report.revenue, each.sent)
      return { status: 201, code: '', reason: '' }
    })
  }
  const { lines } = readInputs(inputs, new Map(), listen(inputs, options, report))
  for await (const window of windowsOf(lines)) {
    const refused = await handleWindow(window, { ...routing(mappings, options), settle }, report)
    for (const each of refused) options.onRefused?.(each)
  }
  return { report, before: { files: 0, lines: 0 } }
}

async function send(
  inputs: readonly Input[],
  mappings: readonly Mapping[],
  options: ReplayOptions
): Promise<ReplayResult> {
  await closeToOthers(options.folder)
  const file = path.join(options.folder, `${nameOf(receiverOf(options))}.places`)
  const ledger: Ledger = options.again ? { places: new Map() } : await readLedger(file)
  const before = beforeOf(inputs, ledger)
  const through = digestOf(mappings)
  if (before.lines > 0 && ledger.mappings !== undefined && ledger.mappings !== through) {
    options.onNotice?.('The mappings have changed since; what was sent before is not sent again but with --again.')
  }
  const report = emptyReport()
  const engine = new Engine(definition())
  const pace = createPace(options.rate)
  const settle = async (mapping: Mapping, events: SegmentEvent[]): Promise<Settled[]> => {
    await pace(events.length)
    return sendToTheEnd(engine, options.settings, mapping, events, options.onWait)
  }
  const handle = async (window: PlacedLine[]): Promise<void> => {
    const refused = await handleWindow(window, { ...routing(mappings, options, engine), settle }, report)
    await keepRefused(options.refusedFile, refused)
    for (const each of refused) options.onRefused?.(each)
  }
  const keep = async (places: readonly Place[]) => {
    for (const place of places) ledger.places.set(place.path, place)
    await addToLedger(file, places)
  }
  const run: Run = { inputs, ledger, keep, handle, report, options }
  if (options.sort) await sendSorted(run)
  else await sendInOrder(run)
  await addToLedger(file, [{ mappings: through }])
  await lookAgain(ledger, options)
  return { report, before }
}

/** A replay that sends. */
interface Run {
  inputs: readonly Input[]
  ledger: Ledger
  keep: (places: readonly Place[]) => Promise<void>
  handle: (window: PlacedLine[]) => Promise<void>
  report: Report
  options: ReplayOptions
}

async function sendInOrder({ inputs, ledger, keep, handle, report, options }: Run): Promise<void> {
  const reading = readInputs(inputs, ledger.places, listen(inputs, options, report, ledger))
  for await (const window of windowsOf(reading.lines)) {
    const places = reading.takePlaces()
    await handle(window)
    await keep(places)
  }
  await keep(reading.takePlaces())
}

/** A run that was interrupted goes on in the order that it began with; what came since is sorted by itself after it. */
async function sendSorted(run: Run): Promise<void> {
  const { inputs, ledger, keep, handle, report, options } = run
  const isKept = inputs.every((input) => input.file)
  const name = nameOf([...receiverOf(options), ...options.paths.map((each) => path.resolve(each))])
  const file = path.join(options.folder, `${isKept ? name : 'standard-input'}.sorted`)
  const begun = isKept && !options.again && existsSync(file) ? await readRun(file) : undefined
  let { lines, places } = begun ?? { lines: 0, places: [] }
  if (!begun) {
    const reading = readInputs(inputs, ledger.places, listen(inputs, options, report, ledger))
    await sortLines(reading.lines, timeOf, file)
    places = reading.takePlaces()
    await writeRun(file, { lines, places })
  }
  for await (const window of windowsOf(readSorted(file), lines)) {
    await handle(window)
    await writeRun(file, { lines: (lines += window.length), places })
  }
  await keep(places)
  await writeRun(file, undefined)
  await rm(file, { force: true })
  if (begun) await sendSorted(run)
}

/** A folder may have changed meanwhile. */
async function lookAgain({ places }: Ledger, { paths, refusedFile, onNotice }: ReplayOptions): Promise<void> {
  const files = (await findInputs(paths, refusedFile).catch(() => [])).filter(({ file }) => file)
  const changed = files.filter((input) => {
    const place = places.get(input.file!.path)
    return place === undefined || (place.finished && !isDone(input, places))
  })
  if (changed.length === 0) return
  const what = changed.length === 1 ? `${changed[0].name} has` : `${changed.length} files have`
  onNotice?.(`${what} come or grown meanwhile. Run the same command again to send what is new.`)
}

const definition = () => manifest[CATALOG_ID].definition

function routing(
  mappings: readonly Mapping[],
  { filter = {}, ignoreIntegrations = false }: ReplayOptions,
  engine?: Engine
) {
  const limitsOf = (mapping: Mapping) =>
    engine?.takesBatches(mapping) === false ? { ...batchLimits, events: 1 } : batchLimits
  return { destinationName: definition().name, mappings, filter, limitsOf, ignoreIntegrations }
}

/** Another endpoint, board or selection is another replay. */
function receiverOf({ settings, filter = {}, ignoreIntegrations }: ReplayOptions): string[] {
  const token = createHash('sha256').update(String(settings.tokenId)).digest('hex')
  const { from, to, only } = filter
  return [String(settings.endpoint), token, String(Boolean(ignoreIntegrations)), JSON.stringify({ from, to, only })]
}

function digestOf(mappings: readonly Mapping[]): string {
  return nameOf(
    mappings
      .filter(({ enabled }) => enabled)
      .map(({ partnerAction, subscribe, mapping }) => JSON.stringify([partnerAction, subscribe, mapping]))
  )
}

function beforeOf(inputs: readonly Input[], { places }: Ledger): ReplayResult['before'] {
  const lines = inputs.map(({ file }) => (file && places.get(file.path)?.line) ?? 0)
  return {
    files: inputs.filter((input) => isDone(input, places)).length,
    lines: lines.reduce((sum, each) => sum + each, 0)
  }
}

function listen(
  inputs: readonly Input[],
  { onProgress, onProblem, onNotice }: ReplayOptions,
  report: Report,
  { places }: Ledger = { places: new Map() }
) {
  const sizes = inputs.filter((input) => !isDone(input, places)).map(({ file }) => file?.size)
  const totalBytes = sizes.includes(undefined) ? undefined : sizes.reduce((sum: number, size) => sum + (size ?? 0), 0)
  let bytes = 0
  return {
    onBytes: (count: number) => onProgress?.({ bytes: (bytes += count), totalBytes, report }),
    onProblem: (error: Error) => onProblem?.(error),
    onNotice: (text: string) => onNotice?.(text)
  }
}

function timeOf(line: PlacedLine): string {
  const parsed = parseLine(line)
  const time = 'event' in parsed ? new Date(String(parsed.event.timestamp)) : undefined
  return time && !Number.isNaN(time.getTime()) ? time.toISOString() : ''
}

/** Groups of lines, without the first `skip` ones. */
async function* windowsOf(lines: AsyncIterable<PlacedLine>, skip = 0): AsyncGenerator<PlacedLine[]> {
  let window: PlacedLine[] = []
  let skipped = 0
  for await (const line of lines) {
    if (skipped < skip) {
      skipped++
      continue
    }
    window.push(line)
    if (window.length === WINDOW) {
      yield window
      window = []
    }
  }
  if (window.length > 0) yield window
}
