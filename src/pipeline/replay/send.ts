import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { Engine } from '../deliver/engine'
import type { Mapping } from '../match/mapping'
import { findInputs, nameOf } from './files'
import type { Input } from './files'
import { bringToEnd } from './flow'
import type { FlowOptions } from './flow'
import { definition, listen, routing } from './options'
import type { ReplayOptions, ReplayResult } from './options'
import { createPace } from './pace'
import { parseLine } from './parse'
import { addToLedger, closeToOthers, readLedger } from './places'
import type { Ledger, Place } from './places'
import { isDone, readInputs } from './read'
import type { Lines, PlacedLine, ReadListener } from './read'
import { keepRefused } from './refused-file'
import type { Refused } from './refused-file'
import { emptyReport } from './report'
import { createSender } from './sender'
import { readSorted, sortLines } from './sorted'
import { readRun, writeRun } from './sorted-run'

/** A replay that sends. */
interface Run {
  inputs: readonly Input[]
  ledger: Ledger
  options: ReplayOptions
  listener: ReadListener
  /** Brings lines to their end; `mark` gives what keeps the place behind so many more of them. */
  bring: (lines: Lines, mark: (lines: number) => () => Promise<void>) => Promise<void>
  keep: (places: readonly Place[]) => Promise<void>
}

export async function send(
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
  const sending = sendingOf(mappings, options)
  const run: Run = {
    inputs,
    ledger,
    options,
    listener: listen(inputs, options, report, ledger),
    bring: (lines, mark) => {
      const markAll: FlowOptions['mark'] = (count) => {
        const keepPlace = mark(count)
        return async (refused) => {
          await tellRefused(refused, options)
          await keepPlace()
        }
      }
      return bringToEnd(lines, { ...sending, mark: markAll }, report)
    },
    keep: async (places) => {
      for (const place of places) ledger.places.set(place.path, place)
      await addToLedger(file, places)
    }
  }
  if (options.sort) await sendSorted(run)
  else await sendInOrder(run)
  await addToLedger(file, [{ mappings: through }])
  await lookAgain(ledger, options)
  return { report, before }
}

function sendingOf(mappings: readonly Mapping[], options: ReplayOptions): Omit<FlowOptions, 'mark'> {
  const engine = new Engine(definition())
  const closing = new AbortController()
  const pace = createPace(options.rate)
  const sendBatch = createSender(engine, options.settings, options.onWait, closing.signal)
  return {
    ...routing(mappings, options),
    limitsOf: (mapping) => engine.limitsOf(mapping),
    settle: async (mapping, events) => {
      await pace(events.length)
      return sendBatch(mapping, events)
    },
    onFailure: () => closing.abort()
  }
}

async function tellRefused(refused: readonly Refused[], { refusedFile, onRefused }: ReplayOptions): Promise<void> {
  await keepRefused(refusedFile, refused)
  for (const each of refused) onRefused?.(each)
}

async function sendInOrder({ inputs, ledger, listener, bring, keep }: Run): Promise<void> {
  const reading = readInputs(inputs, ledger.places, listener)
  await bring(reading.lines, () => {
    const places = reading.takePlaces()
    return () => keep(places)
  })
  await keep(reading.takePlaces())
}

/** A run that was interrupted goes on in the order that it began with; what came since is sorted by itself after it. */
async function sendSorted(run: Run): Promise<void> {
  const { inputs, ledger, listener, bring, keep, options } = run
  const isKept = inputs.every((input) => input.file)
  const name = nameOf([...receiverOf(options), ...options.paths.map((each) => path.resolve(each))])
  const file = path.join(options.folder, `${isKept ? name : 'standard-input'}.sorted`)
  const begun = isKept && !options.again && existsSync(file) ? await readRun(file) : undefined
  let { lines, places } = begun ?? { lines: 0, places: [] }
  if (!begun) {
    const reading = readInputs(inputs, ledger.places, listener)
    await sortLines(reading.lines, timeOf, file)
    places = reading.takePlaces()
    await writeRun(file, { lines, places })
  }
  await bring(readSorted(file, lines), (count) => {
    const done = (lines += count)
    return () => writeRun(file, { lines: done, places })
  })
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

function timeOf(line: PlacedLine): string {
  const parsed = parseLine(line)
  const time = 'event' in parsed ? new Date(String(parsed.event.timestamp)) : undefined
  return time && !Number.isNaN(time.getTime()) ? time.toISOString() : ''
}
