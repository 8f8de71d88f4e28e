import type { SegmentEvent } from '@segment/actions-core'
import { cut } from '../deliver/batches'
import type { BatchLimits } from '../deliver/batches'
import type { Mapping } from '../match/mapping'
import { routeEvent } from '../match/route-event'
import { leftOut, namedBy } from './filter'
import type { Filter } from './filter'
import { parseLine } from './parse'
import type { PlacedLine } from './read'
import type { Refused } from './refused-file'
import { tally } from './report'
import type { Report } from './report'
import type { Settled } from './sender'

/** Batches that are under way at a time: while the endpoint stores one, the next is mapped. */
const PARALLEL = 3

export interface WindowOptions {
  destinationName: string
  mappings: readonly Mapping[]
  filter: Filter
  limitsOf: (mapping: Mapping) => BatchLimits
  /** Deliver also what the `integrations` object of an event turns off. */
  ignoreIntegrations: boolean
  /** Brings a batch to its end, event by event. */
  settle: (mapping: Mapping, events: SegmentEvent[]) => Promise<Settled[]>
}

interface Routed {
  event: SegmentEvent
  line: PlacedLine
  bytes: number
}

/** Handles some lines as a whole: when it resolves, each has its outcome. */
export async function handleWindow(
  lines: readonly PlacedLine[],
  options: WindowOptions,
  report: Report
): Promise<Refused[]> {
  const refused: Refused[] = []
  const lanes = new Map<Mapping, Routed[]>()
  for (const line of lines) {
    const parsed = parseLine(line)
    if ('refusal' in parsed) refused.push({ ...parsed.refusal, ...placeOf(line), event: line.text ?? null })
    else route(line, parsed.event, options, lanes, report)
  }
  const batches = [...lanes].flatMap(([mapping, lane]) =>
    cut(lane, options.limitsOf(mapping)).map((batch) => ({ mapping, batch }))
  )
  const worker = async () => {
    for (let next = batches.shift(); next; next = batches.shift()) {
      const { mapping, batch } = next
      const settled = await options.settle(
        mapping,
        batch.map(({ event }) => event)
      )
      refused.push(...tallySettled(mapping, batch, settled, report))
    }
  }
  const workers = Array.from({ length: PARALLEL }, worker)
  try {
    await Promise.all(workers)
  } catch (error) {
    // What is under way ends; nothing more is begun.
    batches.length = 0
    await Promise.allSettled(workers)
    throw error
  }
  report.lines += lines.length
  for (const { code, reason } of refused) tally(report.refused, `${code}: ${reason}`)
  return refused
}

function route(
  line: PlacedLine,
  event: SegmentEvent,
  { destinationName, mappings, filter, ignoreIntegrations }: WindowOptions,
  lanes: Map<Mapping, Routed[]>,
  report: Report
): void {
  const why = leftOut(event, filter)
  const name = namedBy(event, filter.only ?? [])
  if (name) tally(report.named, name)
  if (why) return tally(report.leftOut, why)
  const seen = ignoreIntegrations ? { ...event, integrations: {} } : event
  const routing = routeEvent(seen, { name: destinationName, enabled: true, mappings })
  if ('code' in routing) tally(report.filtered, routing.code)
  for (const mapping of routing.mappings) {
    const lane = lanes.get(mapping) ?? []
    lane.push({ event: seen, line, bytes: line.text?.length ?? 0 })
    lanes.set(mapping, lane)
  }
}

function tallySettled(
  mapping: Mapping,
  batch: readonly Routed[],
  settled: readonly Settled[],
  report: Report
): Refused[] {
  const refused: Refused[] = []
  settled.forEach(({ status, code, reason }, index) => {
    const { event, line } = batch[index]
    if (code !== '') {
      refused.push({ code, reason, ...placeOf(line), event })
    } else {
      tally(report.events, mapping.name)
      if (status === 200) report.known++
    }
  })
  return refused
}

function placeOf({ file, number }: PlacedLine): Pick<Refused, 'file' | 'line'> {
  return { file, line: number }
}
