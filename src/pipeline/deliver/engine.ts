import { Destination, type JSONObject, type SegmentEvent } from '@segment/actions-core'
import type { Mapping } from '../match/mapping'
import { batchLimits, type BatchLimits } from './batches'
import { explainEngineWords } from './engine-words'
import { recordExchanges, recording, type Definition, type Exchange } from './exchange'
import { explainNetworkWords } from './network-words'
import { redactor, type Settings } from './redact'
import { mapReasons, readError, readResults, type BatchResult } from './results'
import { parseRetryAfter } from './retry-after'

export type { Definition } from './exchange'

/** One attempt to deliver a batch to one mapping. */
export interface Attempt {
  startedAt: Date
  milliseconds: number
  exchanges: Exchange[]
  result: BatchResult
}

/** Segment's engine with one destination in it. */
export class Engine {
  private readonly destination: Destination

  constructor(
    readonly definition: Definition,
    private readonly now: () => Date = () => new Date()
  ) {
    this.destination = new Destination(recordExchanges(definition))
  }

  /** Whether a mapping's events go in batches: its action must be able to, and the mapping may say no. */
  takesBatches({ partnerAction, mapping }: Mapping): boolean {
    return this.destination.actions[partnerAction]?.hasBatchSupport === true && mapping.enable_batching !== false
  }

  /** A mapping may ask for smaller batches (`batch_size`), and its action may take no batches at all. */
  limitsOf(mapping: Mapping): BatchLimits {
    if (!this.takesBatches(mapping)) return { ...batchLimits, events: 1 }
    const wanted = Number(mapping.mapping.batch_size)
    return wanted >= 1 ? { ...batchLimits, events: Math.min(Math.floor(wanted), batchLimits.events) } : batchLimits
  }

  /**
   * Delivers events that match the mapping's trigger.
   *
   * @param send `false` stops short of the requests: the attempt then shows what would have been sent
   */
  async deliver(settings: Settings, mapping: Mapping, events: SegmentEvent[], send = true): Promise<Attempt> {
    const startedAt = this.now()
    const { partnerAction, subscribe, name } = mapping
    const input = {
      ...settings,
      subscription: { name, partnerAction, subscribe, mapping: mapping.mapping }
    } as JSONObject
    const redact = redactor(this.definition, settings)
    const fields = this.definition.actions[partnerAction]?.fields
    const begun = performance.now()
    const { outcome, exchanges } = await recording(redact, send, () => this.run(mapping, events, input))
    // The engine keeps every response of its life in this list.
    this.destination.responses.length = 0
    const result = this.read(outcome, events.length, exchanges)
    return {
      startedAt,
      milliseconds: Math.round(performance.now() - begun),
      exchanges,
      result: mapReasons(result, (reason) => redact(explainNetworkWords(explainEngineWords(reason, fields))))
    }
  }

  /** Asks the endpoint whether it knows the settings. Resolves with what is wrong, or `undefined`. */
  async testAuthentication(settings: Settings): Promise<string | undefined> {
    try {
      await this.destination.testAuthentication(settings as JSONObject)
      return undefined
    } catch (error) {
      // The engine says so of every answer that is no success, a redirect or an outage among them.
      const { message } = error as Error
      const redact = redactor(this.definition, settings)
      return redact(explainNetworkWords(message.replace(/^Credentials are invalid: +/, '')))
    }
  }

  private run(mapping: Mapping, events: SegmentEvent[], settings: JSONObject) {
    return this.takesBatches(mapping)
      ? this.destination.onBatch(events, settings)
      : this.destination.onEvent(events[0], settings)
  }

  private read(outcome: EngineOutcome, size: number, exchanges: Exchange[]): BatchResult {
    if ('error' in outcome) return readError(outcome.error, size, this.now())
    const [{ multistatus }] = outcome.value
    if (!multistatus) return { results: [{ status: 200, code: '', reason: '' }] }
    const retryAfter = exchanges.at(-1)?.response?.headers['retry-after']
    return readResults(outcome.value, size, parseRetryAfter(retryAfter, this.now()))
  }
}

type EngineOutcome = { value: Awaited<ReturnType<Destination['onBatch']>> } | { error: Error }
