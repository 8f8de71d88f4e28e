import { Destination } from '@segment/actions-core'
import type { JSONObject, SegmentEvent } from '@segment/actions-core'
import { explainEngineWords } from '../deliver/engine-words'
import { recordExchanges, recording } from '../deliver/exchange'
import type { Definition } from '../deliver/exchange'
import { mapReasons, readError, readResults } from '../deliver/results'
import type { Mapping } from '../match/mapping'
import { batchLimits, halvesOf } from '../deliver/batches'
import type { Input } from './files'
import { bringToEnd } from './flow'
import { definition, listen, routing } from './options'
import type { ReplayOptions, ReplayResult } from './options'
import { readInputs } from './read'
import { bookRevenue, emptyReport } from './report'
import type { Refused } from './refused-file'
import type { Settled } from './sender'

/** Says what would happen, and sends nothing. */
export async function rehearse(
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
  const mark = () => async (refused: readonly Refused[]) => refused.forEach((each) => options.onRefused?.(each))
  await bringToEnd(lines, { ...routing(mappings, options), limitsOf: () => batchLimits, settle, mark }, report)
  return { report, before: { files: 0, lines: 0 } }
}

/** What would become of an event: refused with a reason, or sent in this form. */
type Rehearsed = { refused: Settled } | { sent: unknown }

/** Gives the function that runs events through the destination up to the requests, and sends nothing. */
function rehearsal(definition: Definition, settings: JSONObject) {
  const destination = new Destination(recordExchanges(definition))

  async function rehearseBatch(mapping: Mapping, events: SegmentEvent[]): Promise<Rehearsed[]> {
    const subscription = { ...mapping } as unknown as JSONObject
    const { outcome } = await recording(
      (text) => text,
      false,
      () => destination.onBatch(events, { ...settings, subscription })
    )
    if ('error' in outcome) return explain(mapping, events, outcome.error)
    const nodes = (outcome.value[0]?.multistatus ?? []) as { status: number; sent?: unknown }[]
    const { fields } = destination.definition.actions[mapping.partnerAction]
    const read = mapReasons(readResults(outcome.value, events.length), (reason) => explainEngineWords(reason, fields))
    const results = 'results' in read ? read.results : []
    return events.map((_, index) =>
      // A request that was stopped leaves what it would have sent; a refused event made none.
      nodes[index]?.sent === undefined ? { refused: results[index] } : { sent: nodes[index].sent }
    )
  }

  /** An event that breaks the engine breaks its whole batch: halving finds it. */
  async function explain(mapping: Mapping, events: SegmentEvent[], error: Error): Promise<Rehearsed[]> {
    const read = readError(error, events.length, new Date())
    if ('results' in read) return read.results.map((refused) => ({ refused }))
    const [first, second] = halvesOf(events)
    return [...(await rehearseBatch(mapping, first)), ...(await rehearseBatch(mapping, second))]
  }

  return rehearseBatch
}
