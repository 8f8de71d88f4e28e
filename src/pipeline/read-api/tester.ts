import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SegmentEvent } from '@segment/actions-core'
import type { Database } from '../../database'
import type { Engine } from '../deliver/engine'
import { CatalogueError } from '../../web'
import { routeEvent } from '../match/route-event'
import type { CompareInput, Comparison, EventPath, TesterAnswer, TesterInput } from './shapes'
import { eventPath } from '../record/path'
import { parseLine } from '../record/stored'
import { unpack } from '../store/batches'
import { acceptCall, type AcceptedEvent } from '../receive/accept'
import type { Receiver } from '../receive/receiver'
import type { LoadedSource } from '../sources'
import type { MessageIds } from '../store/message-ids'
import { kindOf } from '../outcomes'
import { preview, remakeOf } from './preview'

export interface TesterOptions {
  database: Database
  ids: MessageIds
  engine: Engine
  receiver: Receiver
  now: () => Date
}

/** How long the tester waits for the outcomes of an event that it sent. */
const PATIENCE_MS = 15_000

/** Shows what every mapping makes of an event; with `send`, the event also goes the way of any other. */
export async function testEvent(
  options: TesterOptions,
  source: LoadedSource,
  { event: raw, send }: TesterInput
): Promise<TesterAnswer> {
  const call = { ...raw, messageId: `test-${randomUUID()}` }
  const at = options.now()
  let accepted: AcceptedEvent
  try {
    accepted = acceptCall(call, { receivedAt: at.getTime(), channel: 'server' })
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error
    const { code, message, place = null } = error
    return { refused: { code, message, place }, messageId: call.messageId, filtered: null, verdicts: [] }
  }
  const path = send ? await sendAndWait(options, source, accepted, at) : undefined
  const { event, messageId } = accepted
  const routing = routeEvent(event, { ...source, name: options.engine.definition.name })
  const verdicts: TesterAnswer['verdicts'] = []
  for (const mapping of source.mappings) {
    const { id, name, enabled } = mapping
    const shown = await preview(options.engine, source.settings, mapping, event)
    verdicts.push({ mapping: { id, name, enabled }, preview: shown, sent: sentBy(path, id) })
  }
  const filtered = 'code' in routing ? { code: routing.code, reason: routing.reason } : null
  return { refused: null, messageId, filtered, verdicts }
}

async function sendAndWait(
  { database, ids, engine, receiver }: TesterOptions,
  source: LoadedSource,
  accepted: AcceptedEvent,
  at: Date
): Promise<EventPath | undefined> {
  await receiver.receive({ source, at, accepted: [accepted], refused: [] })
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(50)) {
    const path = await eventPath(database, ids, source.id, accepted.messageId, remakeOf(engine, source))
    const isOpen = path?.deliveries.some(({ state }) => state === 'waiting')
    if (!isOpen || Date.now() > deadline) return path
  }
}

function sentBy(path: EventPath | undefined, mappingId: string): TesterAnswer['verdicts'][number]['sent'] {
  const delivery = path?.deliveries.find((each) => each.mappingId === mappingId)
  if (!delivery) return null
  const { state, code, reason, history } = delivery
  return { outcome: state, code, reason, exchanges: history.flatMap(({ exchanges }) => exchanges) }
}

/** Previews the newest events with the saved mapping and with a changed one, and shows those that differ. */
export async function compare(
  { database, engine }: TesterOptions,
  source: LoadedSource,
  { id, mapping: changed }: CompareInput
): Promise<Comparison> {
  const saved = source.mappings.find((mapping) => mapping.id === id)
  const events = await newestEvents(database, source.id, 100)
  const comparison: Comparison = { compared: events.length, unchanged: 0, changed: [] }
  for (const event of events) {
    const before = await preview(engine, source.settings, saved ?? { ...changed, enabled: false }, event)
    const after = await preview(engine, source.settings, changed, event)
    const concerns = before.trigger.matches || after.trigger.matches
    if (!concerns || JSON.stringify(before) === JSON.stringify(after)) comparison.unchanged++
    else comparison.changed.push({ messageId: String(event.messageId), kind: kindOf(event), before, after })
  }
  return comparison
}

const SELECT_NEWEST = `
  SELECT body FROM pipeline.batches WHERE source_id = $1 ORDER BY received_at DESC, batch_id DESC LIMIT $2`

async function newestEvents(database: Database, sourceId: string, limit: number): Promise<SegmentEvent[]> {
  const rows = await database.query<{ body: Uint8Array }>(SELECT_NEWEST, [sourceId, limit])
  const lines = rows.flatMap(({ body }) => unpack(body).filter(Boolean).reverse())
  return lines.slice(0, limit).map(parseLine)
}
