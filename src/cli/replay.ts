import { Presets, SingleBar } from 'cli-progress'
import { constants, getPriority, setPriority } from 'node:os'
import path from 'node:path'
import { decimal, replay as run, total } from '../pipeline/replay'
import type { Filter, Progress, Refused, ReplayResult, Report, Wait } from '../pipeline/replay'
import { makeDataFolder } from './data-folder'
import { checkEndpoint } from './endpoint'
import { collectGarbageAlone } from './garbage'
import { locationOf } from './options'
import type { DatabaseOptions } from './options'
import { findSavedMappings } from './saved-mappings'
import { requireSecrets } from './secrets'

/** Refusals that are shown while a replay runs; all of them are in the file. */
const SHOWN_REFUSALS = 10

export interface ReplayCommandOptions extends DatabaseOptions, Filter {
  endpoint: string
  refused: string
  presets?: boolean
  dryRun?: boolean
  sort?: boolean
  ignoreIntegrations?: boolean
  again?: boolean
  rate?: number
}

/** `tractionboard replay`: history through the destination to the endpoint. Problems with an input end it with 1. */
export async function replay(paths: string[], options: ReplayCommandOptions): Promise<void> {
  goBehind()
  const data = path.resolve(options.data)
  const { from, to, only } = options
  await checkEndpoint(options.endpoint)
  // A dry run sends nothing: it needs no key.
  const { tokenId } = options.dryRun ? { tokenId: 'dry-run' } : await requireSecrets(data, ['tokenId'])
  const saved = options.presets ? undefined : await findSavedMappings(data, locationOf(options, 'pipeline'))
  if (!options.dryRun || options.sort) await makeDataFolder(data)
  const screen = new ReplayScreen()
  try {
    const result = await run({
      ...options,
      paths,
      mappings: saved?.mappings,
      filter: { from, to, only },
      settings: { tokenId, endpoint: options.endpoint },
      folder: path.join(data, 'replays'),
      refusedFile: options.refused,
      onProgress: (progress) => screen.progress(progress),
      onRefused: (refused) => screen.refused(refused),
      onProblem: (error) => screen.problem(error),
      onNotice: (text) => screen.say(text),
      onWait: (wait) => screen.wait(wait)
    })
    screen.end()
    const through = saved ? `the mappings of “${saved.source}”` : 'the preset mappings'
    process.stdout.write(describe(result, through, options).join('\n') + '\n')
  } finally {
    screen.end()
  }
  if (screen.hadProblems) process.exitCode = 1
}

/** A replay is in no hurry: on a machine that it shares with those who serve, these go first. */
function goBehind(): void {
  collectGarbageAlone()
  const { PRIORITY_BELOW_NORMAL } = constants.priority
  if (getPriority() < PRIORITY_BELOW_NORMAL) setPriority(PRIORITY_BELOW_NORMAL)
}

/** The bar, and the lines above it. */
class ReplayScreen {
  hadProblems = false
  private shown = 0
  private readonly bar = new SingleBar(
    {
      format: '{bar} {percentage}%  {lines} lines  {rate} a second  {eta_formatted} left',
      etaBuffer: 50,
      stopOnComplete: false
    },
    Presets.shades_classic
  )
  private readonly startedAt = performance.now()
  private startedWith: number | undefined
  private waitsUntil = 0

  progress({ bytes, totalBytes, report }: Progress): void {
    this.startedWith ??= report.lines
    const seconds = (performance.now() - this.startedAt) / 1000
    const rate = Math.round((report.lines - this.startedWith) / seconds)
    const payload = { lines: report.lines, rate }
    // What standard input still holds is unknown: the bar then stays at what has come.
    if (!this.bar.isActive) this.bar.start(totalBytes ?? bytes, bytes, payload)
    else if (totalBytes === undefined) this.bar.setTotal(bytes)
    this.bar.update(bytes, payload)
  }

  refused({ file, line, code, reason }: Refused): void {
    this.shown++
    if (this.shown <= SHOWN_REFUSALS) process.stderr.write(`\n${file}:${line}: ${code}: ${reason}\n`)
    else if (this.shown === SHOWN_REFUSALS + 1) process.stderr.write('\nMore are refused; the report tells how many.\n')
  }

  problem(error: Error): void {
    this.hadProblems = true
    this.say(error.message)
  }

  /** Several batches wait at a time, for the same endpoint: one of them is told of. */
  wait({ events, reason, since, until, isAlone }: Wait): void {
    if (Date.now() < this.waitsUntil) return
    this.waitsUntil = until.getTime()
    const seconds = Math.max(1, Math.round((until.getTime() - Date.now()) / 1000))
    const time = `${since.toISOString().slice('YYYY-MM-DDT'.length, -'.000Z'.length)} UTC`
    const what = isAlone
      ? `One event fails by itself since ${time}, while the others go on`
      : `Waiting since ${time} (${events} in hand)`
    this.say(`${what}: ${reason}. The next try is in ${seconds} s.`.replace('..', '.'))
  }

  say(text: string): void {
    process.stderr.write(`\n${text}\n`)
  }

  end(): void {
    if (this.bar.isActive) this.bar.stop()
  }
}

function describe({ report, before }: ReplayResult, through: string, options: ReplayCommandOptions): string[] {
  const known = report.known > 0 ? ` (${report.known} of them were known already)` : ''
  const refused = total(report.refused)
  return [
    `${options.dryRun ? 'It would be' : 'Replayed'}, through ${through}:`,
    ...beforeLines(report, before),
    `  ${report.lines} lines`,
    `  ${total(report.events)} delivered${known}`,
    ...indented(report.events),
    `  ${total(report.filtered)} filtered`,
    ...indented(report.filtered),
    ...leftOutLines(report, options),
    `  ${refused} refused${refused > 0 && !options.dryRun ? `, kept in ${options.refused}` : ''}`,
    ...indented(report.refused),
    ...revenueLines(report.revenue)
  ]
}

function beforeLines({ lines }: Report, before: ReplayResult['before']): string[] {
  if (before.lines === 0) return []
  const hint = lines === 0 ? '; nothing is new (--again sends all of it once more)' : ''
  return [`  ${before.lines} lines had been replayed before, with ${before.files} of the files done${hint}`]
}

/** Who names what no event is called has most likely mistyped it. */
function leftOutLines({ leftOut, named, lines }: Report, { only = [] }: ReplayCommandOptions): string[] {
  const nothing = lines === 0 ? [] : only.filter((entry) => !named[entry])
  return [
    ...(total(leftOut) > 0 ? [`  ${total(leftOut)} left out`, ...indented(leftOut)] : []),
    ...nothing.map(
      (entry) => `  --only ${JSON.stringify(entry)} is no type of a call, and no track event had that name`
    )
  ]
}

function indented(counts: Record<string, number>): string[] {
  return Object.entries(counts).map(([name, count]) => `    ${String(count).padStart(9)}  ${name}`)
}

function revenueLines(revenue: Report['revenue']): string[] {
  const lines = Object.entries(revenue)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([month, byCurrency]) =>
      Object.entries(byCurrency).map(([currency, { payments, refunds }]) => {
        const net = decimal(BigInt(payments) - BigInt(refunds))
        return `    ${month}  ${currency}  ${net} (payments ${decimal(BigInt(payments))}, refunds ${decimal(BigInt(refunds))})`
      })
    )
  return lines.length > 0 ? ['  revenue by month', ...lines] : []
}
