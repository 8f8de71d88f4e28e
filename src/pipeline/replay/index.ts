import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { JSONObject, SegmentEvent } from '@segment/actions-core'
import { CATALOG_ID, manifest } from '../..'
import { Engine } from '../deliver/engine'
import type { Settings } from '../deliver/redact'
import type { Mapping } from '../match/mapping'
import { presetMappings } from '../match/presets'
import { CheckpointFile } from './checkpoint'
import { Rehearsal } from './dry-run'
import { findInputs, replayKey } from './files'
import type { Input } from './files'
import { Pace } from './pace'
import { parseLine } from './parse'
import { readInputs } from './read'
import type { PlacedLine } from './read'
import { RefusedFile } from './refused-file'
import type { Refused } from './refused-file'
import { bookRevenue, emptyReport } from './report'
import type { Report } from './report'
import { sendToTheEnd } from './sender'
import type { Settled } from './sender'
import { readSorted, sortLines } from './sorted'
import { handleWindow } from './window'

export { ReplayStopped } from './sender'
export { decimal, total } from './report'
export type { Report } from './report'
export type { Refused } from './refused-file'

/** Lines between two checkpoints: what a kill makes a replay send again at the most, twice over. */
const WINDOW = 5_000

export interface ReplayOptions {
  /** Files and folders of NDJSON, gzipped or not; `-` is standard input. */
  paths: readonly string[]
  settings: Settings
  /** Where checkpoints are kept. */
  folder: string
  /** Where refused events go, with their reasons. */
  refusedFile: string
  dryRun?: boolean
  /** In the order of the events' times, over all files. */
  sort?: boolean
  /** Deliver also what the `integrations` object of an event turns off. */
  ignoreIntegrations?: boolean
  /** Start over a replay that was finished or interrupted. */
  again?: boolean
  /** Events a second. */
  rate?: number
  /** Told as it goes on; the total is unknown for standard input. Bytes as they are stored. */
  onProgress?: (progress: Progress) => void
  onRefused?: (refused: Refused) => void
  /** An input that could not be read to its end. */
  onProblem?: (error: Error) => void
}

export interface Progress {
  bytes: number
  totalBytes: number | undefined
  report: Report
}

/** How it ended. `before` is what an earlier run of the same replay had done already. */
export interface ReplayResult {
  report: Report
  before: 'nothing' | 'part' | 'all'
}

/**
 * Sends history through the destination to the endpoint. What an earlier run of the same replay did is not done again.
 * @throws Error in one line for inputs that cannot be found; ReplayStopped when the endpoint takes no events
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  const inputs = await findInputs(options.paths)
  return options.dryRun ? rehearse(inputs, options) : send(inputs, options)
}

async function rehearse(inputs: readonly Input[], options: ReplayOptions): Promise<ReplayResult> {
  const rehearsal = new Rehearsal(definition(), options.settings as JSONObject)
  const report = emptyReport()
  const settle = async (mapping: Mapping, events: SegmentEvent[]): Promise<Settled[]> => {
    const rehearsed = await rehearsal.rehearse(mapping, events)
    return rehearsed.map((each) => {
      if ('refused' in each) return each.refused
      bookRevenue(report.revenue, each.sent)
      return { status: 201, code: '', reason: '' }
    })
  }
  const lines = readInputs(inputs, listen(inputs, options, report))
  for await (const window of windowsOf(lines, 0)) {
    const refused = await handleWindow(window, { ...routing(options), settle }, report)
    for (const each of refused) options.onRefused?.(each)
  }
  return { report, before: 'nothing' }
}

async function send(inputs: readonly Input[], options: ReplayOptions): Promise<ReplayResult> {
  const key = replayKey(inputs, receiverOf(options))
  const checkpoints = key === undefined ? undefined : new CheckpointFile(path.join(options.folder, `${key}.json`))
  const begun = options.again ? undefined : await checkpoints?.read()
  if (begun?.finished) return { report: begun.report, before: 'all' }
  const report = begun?.report ?? emptyReport()
  const refusedFile = new RefusedFile(options.refusedFile)
  await refusedFile.resume(begun?.refusedBytes ?? 0)
  const engine = new Engine(definition())
  const pace = new Pace(options.rate)
  const settle = async (mapping: Mapping, events: SegmentEvent[]): Promise<Settled[]> => {
    await pace.wait(events.length)
    return sendToTheEnd(engine, options.settings, mapping, events)
  }
  const save = (finished: boolean) =>
    checkpoints?.write({ lines: report.lines, finished, report, refusedBytes: refusedFile.bytes })
  try {
    const lines = await orderedLines(inputs, options, report, key)
    for await (const window of windowsOf(lines, report.lines)) {
      const refused = await handleWindow(window, { ...routing(options), settle }, report)
      await refusedFile.append(refused)
      for (const each of refused) options.onRefused?.(each)
      await save(false)
    }
    await save(true)
  } finally {
    await refusedFile.close()
  }
  return { report, before: begun ? 'part' : 'nothing' }
}

const definition = () => manifest[CATALOG_ID].definition

function routing({ ignoreIntegrations = false }: ReplayOptions) {
  const { name } = definition()
  return { destinationName: name, mappings: presetMappings(definition(), new Date()), ignoreIntegrations }
}

/** Another endpoint, board or order is another replay. */
function receiverOf({ settings, sort, ignoreIntegrations }: ReplayOptions): string[] {
  const token = createHash('sha256').update(String(settings.tokenId)).digest('hex')
  return [String(settings.endpoint), token, String(Boolean(sort)), String(Boolean(ignoreIntegrations))]
}

function listen(inputs: readonly Input[], { onProgress, onProblem }: ReplayOptions, report: Report) {
  const sizes = inputs.map(({ size }) => size)
  const totalBytes = sizes.includes(undefined) ? undefined : sizes.reduce((sum: number, size) => sum + (size ?? 0), 0)
  let bytes = 0
  return {
    onBytes: (count: number) => onProgress?.({ bytes: (bytes += count), totalBytes, report }),
    onProblem: (error: Error) => onProblem?.(error)
  }
}

async function orderedLines(
  inputs: readonly Input[],
  options: ReplayOptions,
  report: Report,
  key = 'standard-input'
): Promise<AsyncIterable<PlacedLine>> {
  const lines = readInputs(inputs, listen(inputs, options, report))
  if (!options.sort) return lines
  const file = path.join(options.folder, `${key}.sorted`)
  // A resumed replay goes on in the order that it began with.
  if (report.lines === 0 || !existsSync(file)) await sortLines(lines, timeOf, file)
  return readSorted(file)
}

function timeOf(line: PlacedLine): string {
  const parsed = parseLine(line)
  const time = 'event' in parsed ? new Date(String(parsed.event.timestamp)) : undefined
  return time && !Number.isNaN(time.getTime()) ? time.toISOString() : ''
}

/** Groups of lines, without the first `skip` ones. */
async function* windowsOf(lines: AsyncIterable<PlacedLine>, skip: number): AsyncGenerator<PlacedLine[]> {
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
