import type { SegmentEvent } from '@segment/actions-core'
import type { BatchLimits } from '../deliver/batches'
import type { Mapping } from '../match/mapping'
import { routeEvent } from '../match/route-event'
import { leftOut, namedBy } from './filter'
import type { Filter } from './filter'
import { parseLine } from './parse'
import type { Lines, PlacedLine } from './read'
import type { Refused } from './refused-file'
import { tally } from './report'
import type { Report } from './report'
import type { Settled } from './sender'

/** Batches that are under way at a time: while the endpoint stores some together, the next are mapped. */
const PARALLEL = 8

/** Lines between two places that are kept. */
const SECTION = 5_000

/** So many sections may be open at a time, because of an event that fails by itself: what a kill makes a replay send again. */
const MOST_SECTIONS = 200

export interface FlowOptions {
  destinationName: string
  mappings: readonly Mapping[]
  filter: Filter
  limitsOf: (mapping: Mapping) => BatchLimits
  /** Deliver also what the `integrations` object of an event turns off. */
  ignoreIntegrations: boolean
  /** Brings a batch to its end, event by event; the next batch need not wait for what is still a promise. */
  settle: (mapping: Mapping, events: SegmentEvent[]) => Promise<(Settled | Promise<Settled>)[]>
  /** Called behind so many more lines, while the reading stands there; gives what keeps this place once all before it is done. */
  mark: (lines: number) => Keep
  /** Told of the first failure, which ends it all. */
  onFailure?: () => void
}

/** Keeps the place behind a section, and what was refused in it. */
export type Keep = (refused: readonly Refused[]) => Promise<void>

/** Lines in a row whose place is kept together. */
interface Section {
  lines: number
  /** Events on their way. */
  open: number
  refused: Refused[]
  /** Known once all its lines are read. */
  keep?: Keep
}

interface Routed {
  event: SegmentEvent
  line: PlacedLine
  section: Section
}

/**
 * From lines to batches: each mapping gathers its own, some are under way at a time, and reading goes on meanwhile. A section
 * is done when each line of it has its outcome; sections are kept in their order. The first failure ends it all.
 */
class Flow {
  private readonly lanes = new Map<Mapping, { routed: Routed[]; bytes: number }>()
  /** Batches that are full and not sent yet. */
  private readonly full: [Mapping, Routed[]][] = []
  private readonly sections: Section[] = []
  private current: Section | undefined
  private readonly underWay = new Set<Promise<void>>()
  /** Events that fail by themselves. */
  private readonly alone = new Set<Promise<void>>()
  private keeping: Promise<void> = Promise.resolve()
  private failure: { error: unknown } | undefined
  private wake: () => void = () => undefined

  constructor(
    private readonly options: FlowOptions,
    private readonly report: Report
  ) {}

  async run(lines: Lines): Promise<void> {
    try {
      for await (const some of lines) {
        for (const line of some) {
          this.take(line)
          if (this.full.length > 0) await this.sendFull()
          if (this.current?.lines === SECTION) await this.endSection()
        }
      }
      await this.endSection()
      await this.sendLanes()
      await this.until(() => this.sections.length === 0)
    } catch (error) {
      this.fail(error)
    }
    // What is under way ends, and its place is kept; nothing more is begun.
    await Promise.all([...this.underWay, ...this.alone])
    await this.keeping.catch(() => undefined)
    if (this.failure) throw this.failure.error
  }

  private take(line: PlacedLine): void {
    const { mappings, ignoreIntegrations, destinationName } = this.options
    const section = (this.current ??= this.beginSection())
    section.lines++
    this.report.lines++
    const parsed = parseLine(line)
    if ('refusal' in parsed)
      return this.refuse(section, { ...parsed.refusal, ...placeOf(line), event: line.text ?? null })
    if (this.isLeftOut(parsed.event)) return
    const event = ignoreIntegrations ? { ...parsed.event, integrations: {} } : parsed.event
    const routing = routeEvent(event, { name: destinationName, enabled: true, mappings })
    if ('code' in routing) tally(this.report.filtered, routing.code)
    for (const mapping of routing.mappings) this.gather(mapping, { event, line, section })
  }

  private isLeftOut(event: SegmentEvent): boolean {
    const { filter } = this.options
    const name = namedBy(event, filter.only ?? [])
    if (name) tally(this.report.named, name)
    const why = leftOut(event, filter)
    if (why) tally(this.report.leftOut, why)
    return why !== undefined
  }

  private gather(mapping: Mapping, routed: Routed): void {
    const limits = this.options.limitsOf(mapping)
    const bytes = routed.line.text?.length ?? 0
    const before = this.lanes.get(mapping)
    if (before && before.bytes + bytes > limits.bytes) this.close(mapping)
    const lane = this.lanes.get(mapping) ?? { routed: [], bytes: 0 }
    this.lanes.set(mapping, lane)
    lane.routed.push(routed)
    lane.bytes += bytes
    routed.section.open++
    if (lane.routed.length >= limits.events) this.close(mapping)
  }

  private close(mapping: Mapping): void {
    this.full.push([mapping, this.lanes.get(mapping)!.routed])
    this.lanes.delete(mapping)
  }

  private async sendLanes(isMeant: (routed: readonly Routed[]) => boolean = () => true): Promise<void> {
    for (const [mapping, { routed }] of this.lanes) if (isMeant(routed)) this.close(mapping)
    await this.sendFull()
  }

  /** Sends what mappings have gathered, as soon as there is room. */
  private async sendFull(): Promise<void> {
    for (const [mapping, routed] of this.full.splice(0)) await this.send(mapping, routed)
  }

  private async send(mapping: Mapping, routed: Routed[]): Promise<void> {
    await this.until(() => this.underWay.size < PARALLEL)
    const sending = this.settle(mapping, routed)
      .catch((error: unknown) => this.fail(error))
      .finally(() => {
        this.underWay.delete(sending)
        this.wake()
      })
    this.underWay.add(sending)
  }

  private async settle(mapping: Mapping, batch: readonly Routed[]): Promise<void> {
    const ends = await this.options.settle(
      mapping,
      batch.map(({ event }) => event)
    )
    ends.forEach((end, index) => {
      if (end instanceof Promise) this.await(end, (settled) => this.end(mapping, batch[index], settled))
      else this.end(mapping, batch[index], end)
    })
  }

  private await(end: Promise<Settled>, then: (settled: Settled) => void): void {
    const ended = end
      .then(then)
      .catch((error: unknown) => this.fail(error))
      .finally(() => this.alone.delete(ended))
    this.alone.add(ended)
  }

  private end(mapping: Mapping, { event, line, section }: Routed, { status, code, reason }: Settled): void {
    if (code !== '') this.refuse(section, { code, reason, ...placeOf(line), event })
    else {
      tally(this.report.events, mapping.name)
      if (status === 200) this.report.known++
    }
    section.open--
    this.keepDone()
  }

  private refuse(section: Section, refused: Refused): void {
    section.refused.push(refused)
    tally(this.report.refused, `${refused.code}: ${refused.reason}`)
  }

  private beginSection(): Section {
    const section: Section = { lines: 0, open: 0, refused: [] }
    this.sections.push(section)
    return section
  }

  /** What a rare event waits for others in goes with the end of the next section. */
  private async endSection(): Promise<void> {
    const section = this.current
    if (!section) return
    this.current = undefined
    section.keep = this.options.mark(section.lines)
    await this.sendLanes(([first]) => first.section !== section)
    this.keepDone()
    await this.until(() => this.sections.length < MOST_SECTIONS)
  }

  private keepDone(): void {
    while (this.sections[0]?.keep && this.sections[0].open === 0) {
      const { keep, refused } = this.sections.shift()!
      this.keeping = this.keeping.then(() => keep!(refused))
      this.keeping.catch((error: unknown) => this.fail(error))
      this.wake()
    }
  }

  private async until(isSo: () => boolean): Promise<void> {
    while (!this.failure && !isSo()) await new Promise<void>((resolve) => (this.wake = resolve))
    if (this.failure) throw this.failure.error
  }

  private fail(error: unknown): void {
    this.failure ??= { error }
    this.options.onFailure?.()
    this.wake()
  }
}

/** Brings every line to its outcome, in `report`. */
export async function bringToEnd(lines: Lines, options: FlowOptions, report: Report): Promise<void> {
  await new Flow(options, report).run(lines)
}

function placeOf({ file, number }: PlacedLine): Pick<Refused, 'file' | 'line'> {
  return { file, line: number }
}
