import { Presets, SingleBar } from 'cli-progress'
import path from 'node:path'
import { decimal, replay as run, total } from '../pipeline/replay'
import type { Progress, Refused, Report } from '../pipeline/replay'
import type { DataOptions } from './options'
import { checkEndpoint } from './endpoint'
import { requireSecrets } from './secrets'

/** Refusals that are shown while a replay runs; all of them are in the file. */
const SHOWN_REFUSALS = 10

export interface ReplayCommandOptions extends DataOptions {
  endpoint: string
  refused: string
  dryRun?: boolean
  sort?: boolean
  ignoreIntegrations?: boolean
  again?: boolean
  rate?: number
}

/** `tractionboard replay`: history through the destination to the endpoint. Problems with an input end it with 1. */
export async function replay(paths: string[], options: ReplayCommandOptions): Promise<void> {
  const data = path.resolve(options.data)
  await checkEndpoint(options.endpoint)
  // A dry run sends nothing: it needs no key.
  const { tokenId } = options.dryRun ? { tokenId: 'dry-run' } : await requireSecrets(data, ['tokenId'])
  const screen = new ReplayScreen()
  try {
    const { report, before } = await run({
      ...options,
      paths,
      settings: { tokenId, endpoint: options.endpoint },
      folder: path.join(data, 'replays'),
      refusedFile: options.refused,
      onProgress: (progress) => screen.progress(progress),
      onRefused: (refused) => screen.refused(refused),
      onProblem: (error) => screen.problem(error)
    })
    screen.end()
    process.stdout.write(describe(report, before, options).join('\n') + '\n')
  } finally {
    screen.end()
  }
  if (screen.hadProblems) process.exitCode = 1
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
    process.stderr.write(`\n${error.message}\n`)
  }

  end(): void {
    if (this.bar.isActive) this.bar.stop()
  }
}

function describe(report: Report, before: 'nothing' | 'part' | 'all', options: ReplayCommandOptions): string[] {
  const heading =
    before === 'all'
      ? 'This was replayed to its end before; --again does it once more. It had:'
      : `${options.dryRun ? 'It would be' : 'Replayed'}${before === 'part' ? ', the interrupted run included' : ''}:`
  const known = report.known > 0 ? ` (${report.known} of them were known already)` : ''
  const refused = total(report.refused)
  return [
    heading,
    `  ${report.lines} lines`,
    `  ${total(report.events)} delivered${known}`,
    ...indented(report.events),
    `  ${total(report.filtered)} filtered`,
    ...indented(report.filtered),
    `  ${refused} refused${refused > 0 && !options.dryRun ? `, kept in ${options.refused}` : ''}`,
    ...indented(report.refused),
    ...revenueLines(report.revenue)
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
