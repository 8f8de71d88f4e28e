import { transform, type JSONObject, type SegmentEvent } from '@segment/actions-core'
import type { Engine } from '../deliver/engine'
import type { Settings } from '../deliver/redact'
import { explainTrigger, triggerProblem } from '../match/explain-trigger'
import type { Mapping } from '../match/mapping'
import type { Remake } from '../record/path'
import type { LoadedSource } from '../sources'
import type { MappingInput, Preview } from './shapes'

/** What a mapping would do with an event, found out by the real engine, which stops short of sending. */
export async function preview(
  engine: Engine,
  settings: Settings,
  input: MappingInput,
  event: SegmentEvent
): Promise<Preview> {
  const mapping = asMapping(input)
  const trigger = explainTrigger(mapping.subscribe, event)
  const payload = applyMapping(mapping.mapping, event)
  if ('error' in payload) return { trigger, payload: null, problems: [payload.error], requests: [] }
  const trouble = triggerProblem(mapping.subscribe)
  if (trouble) return { trigger, payload: payload.value, problems: [`The trigger is wrong: ${trouble}`], requests: [] }
  if (!Object.hasOwn(engine.definition.actions, mapping.partnerAction)) {
    const problems = [`There is no action ${JSON.stringify(mapping.partnerAction)}`]
    return { trigger, payload: payload.value, problems, requests: [] }
  }
  // The trigger is told apart; whether the fields fit is of interest also where it does not match.
  const always = { ...mapping, subscribe: matchingTrigger(event) }
  const { exchanges, result } = await engine.deliver(settings, always, [event], false)
  const problems = 'results' in result && exchanges.length === 0 ? result.results.map(({ reason }) => reason) : []
  return {
    trigger,
    payload: payload.value,
    problems: problems.filter(Boolean),
    requests: exchanges.map(({ request }) => request)
  }
}

/** What a mapping that was not changed since sends for an event: the record keeps what failed alone. */
export function remakeOf(engine: Engine, { settings, mappings }: Pick<LoadedSource, 'settings' | 'mappings'>): Remake {
  return async (mappingId, at, event) => {
    const mapping = mappings.find(({ id }) => id === mappingId)
    if (!mapping || mapping.updatedAt > at) return undefined
    const { exchanges } = await engine.deliver(settings, mapping, [event], false)
    return exchanges.map(({ request }) => request)
  }
}

function applyMapping(mapping: JSONObject, event: SegmentEvent): { value: JSONObject } | { error: string } {
  try {
    return { value: transform(mapping, event as unknown as JSONObject) }
  } catch (error) {
    return { error: (error as Error).message }
  }
}

function matchingTrigger({ type }: SegmentEvent): string {
  return `type = "${type}"`
}

/** A mapping that is not saved. */
export function asMapping(input: MappingInput, saved?: Mapping): Mapping {
  return {
    id: saved?.id ?? '',
    position: saved?.position ?? 0,
    preset: saved?.preset ?? null,
    updatedAt: saved?.updatedAt ?? new Date(0),
    ...input,
    mapping: input.mapping as JSONObject
  }
}
