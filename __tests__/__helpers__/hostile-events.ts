import { Destination } from '@segment/actions-core'
import type { RequestClient, SegmentEvent } from '@segment/actions-core'
import Ajv from 'ajv/dist/2020'
import addFormats from 'ajv-formats'
import fc from './fast-check'
import { isDeepStrictEqual } from 'node:util'
import openapi from '../../docs/openapi.json'
import definition from '../../src'
import { explainEngineWords } from '../../src/pipeline/deliver/engine-words'

const EVENTS_IN_A_BATCH = 50

const nested = (depth: number) => JSON.parse(`${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}`) as unknown
const odd = [
  '',
  '  ',
  '\u0000',
  '\ud800',
  '0',
  '__proto__',
  '12,50',
  '$5',
  null,
  undefined,
  0,
  -1,
  true,
  false,
  [],
  {},
  [[1]]
]
const anything = fc.oneof(
  { weight: 40, arbitrary: fc.constantFrom<unknown>(...odd) },
  { weight: 20, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 20, arbitrary: fc.double() },
  { weight: 20, arbitrary: fc.object({ maxDepth: 2, maxKeys: 3 }) },
  { weight: 1, arbitrary: fc.constantFrom('😀'.repeat(300), 'x'.repeat(40_000), nested(40)) }
)

/** Mostly what is meant, and now and then anything. */
const mostly = (...meant: fc.Arbitrary<unknown>[]) =>
  fc.oneof(...meant.map((arbitrary) => ({ weight: 4, arbitrary })), anything)

const id = mostly(fc.constantFrom('ada', 'grace', ' padded ', 42, 0, '漢字', 'i'.repeat(256), 'i'.repeat(257)))
const amount = mostly(
  fc.constantFrom<unknown>(
    '19.99',
    0,
    '-4.05',
    0.1 + 0.2,
    100 / 3,
    1e11 - 0.0001,
    1e11,
    '1e3',
    0.00005,
    -0,
    ' 7 ',
    '٣'
  ),
  fc.double({ min: -1e12, max: 1e12, noNaN: true })
)
const timestamp = mostly(
  fc.date({ noInvalidDate: true }).map((date) => date.toJSON()),
  fc.constantFrom<unknown>(
    ...[
      '2024-02-29',
      '2024-02-30',
      '2024-01-01T24:00:00Z',
      '2024-01-01T09:00:00-00:30',
      '2024-01-01 09:00',
      '0000-01-01T00:00:00Z'
    ],
    ...['1704067200000', '1704067200', 1704067200, 1704067200000, 1.5, 'noon', '2024-06-30T23:59:60Z']
  )
)
const bag = fc.oneof(fc.dictionary(fc.string(), anything, { maxKeys: 4 }), anything)
const properties = fc.oneof(
  fc.record(
    {
      ...{ revenue: amount, total: amount, amount, value: amount },
      currency: mostly(fc.constantFrom('EUR', 'usd', ' jpy ', 'XYZ', 'EURO')),
      ...{ name: anything, category: anything, url: anything, path: anything, title: anything }
    },
    { requiredKeys: [] }
  ),
  bag
)
const traits = fc.oneof(
  fc.record(
    {
      firstName: anything,
      last_name: anything,
      name: anything,
      createdAt: timestamp,
      birthday: timestamp,
      email: anything
    },
    { requiredKeys: [] }
  ),
  bag
)

/**
 * Events as careless and hostile senders write them. Left out is what the engine itself does not survive: a context or
 * its `personas` that is null, and nesting thousands deep.
 */
export const hostileEvent = fc
  .record(
    {
      type: fc.constantFrom('page', 'screen', 'identify', 'track', 'group', 'alias'),
      event: mostly(fc.constantFrom('Payment Made', 'Received Refund', 'cancel', 'signup', 'Report Opened')),
      messageId: mostly(fc.uuid()),
      timestamp,
      ...{ userId: id, anonymousId: id, previousId: id, groupId: id },
      ...{ name: anything, category: anything, properties, traits },
      context: fc.record(
        {
          ...{ ip: anything, userAgent: anything, locale: anything, campaign: bag, os: bag, page: bag },
          personas: fc.constantFrom({ computation_class: 'audience', computation_key: 'vip' }, {})
        },
        { requiredKeys: [] }
      )
    },
    { requiredKeys: ['type'] }
  )
  // What has come over the wire is JSON.
  .map((event) => JSON.parse(JSON.stringify(event)) as unknown as SegmentEvent)

interface Delivered {
  sent: unknown
}
interface Refused {
  status: number
  reason: string
}
type Verdict = Delivered | Refused

/** The request bodies that the destination made since they were last taken. */
let bodies: { events: unknown[] }[] = []

/** Stands in for a Tractionboard that stores everything. */
const request = (async (_address: string, options: { body?: string; json?: unknown } = {}) => {
  const body = JSON.parse(options.body ?? JSON.stringify(options.json)) as { events: unknown[] }
  bodies.push(body)
  const data = { results: body.events.map(() => ({ status: 201 })) }
  return { ok: true, status: 200, headers: new Headers(), data, content: JSON.stringify(data) }
}) as unknown as RequestClient

function takeSent(): unknown[] {
  const events = bodies.flatMap((body) => body.events)
  bodies = []
  return events
}

const destination = new Destination({
  ...definition,
  actions: Object.fromEntries(
    Object.entries(definition.actions).map(([key, action]) => [
      key,
      {
        ...action,
        perform: (_: RequestClient, data: any) => action.perform(request, data),
        performBatch: (_: RequestClient, data: any) => action.performBatch?.(request, data)
      }
    ])
  ) as typeof definition.actions
})
const settings = { tokenId: 'a-token' }
const presets = definition.presets ?? []
type Preset = (typeof presets)[number]

async function deliverAlone({ partnerAction, mapping }: Preset, event: SegmentEvent): Promise<Verdict> {
  try {
    await destination.actions[partnerAction].execute({
      data: event as any,
      mapping: mapping as any,
      settings,
      auth: undefined
    })
    return { sent: takeSent()[0] }
  } catch (error) {
    return { status: (error as { status?: number }).status ?? 400, reason: (error as Error).message }
  }
}

async function deliverTogether({ partnerAction, mapping }: Preset, events: SegmentEvent[]): Promise<Verdict[]> {
  const results = await destination.executeBatch(partnerAction, { events, mapping: mapping as any, settings })
  const sent = takeSent()
  return results.map((result: any) =>
    result.status < 300 ? { sent: sent.shift() } : { status: result.status, reason: result.errormessage }
  )
}

const { schema } = openapi.paths['/v1/events'].post.requestBody.content['application/json']
const validate = addFormats(new Ajv({ strict: false, logger: false })).compile(schema)

/** What is wrong with what became of an event alone and in a batch; nothing, where all is well. */
function problemOf({ partnerAction }: Preset, alone: Verdict, together: Verdict): string | undefined {
  if ('sent' in alone || 'sent' in together) {
    if (!isDeepStrictEqual(alone, together)) return 'alone and in a batch it fares differently'
    return validate({ events: [(alone as Delivered).sent] }) ? undefined : JSON.stringify(validate.errors)
  }
  const { fields } = definition.actions[partnerAction]
  const isNamed = ({ status, reason }: Refused) => {
    const [explained] = explainEngineWords(reason, fields).split(' (Segment: ')
    return status === 400 && Object.values(fields).some(({ label }) => explained.includes(label))
  }
  return isNamed(alone) && isNamed(together) ? undefined : 'no field is named'
}

/** @param batches how many batches of 50 events are delivered, together and one by one, each by one of the presets */
export function describeHostileEvents({ batches }: { batches: number }): void {
  it('hostile events are delivered by the contract or refused by the name of a field, alone as in a batch', async () => {
    const events = fc.array(hostileEvent, { minLength: EVENTS_IN_A_BATCH, maxLength: EVENTS_IN_A_BATCH })
    const seen = { delivered: 0, refused: 0 }
    const property = fc.asyncProperty(fc.constantFrom(...presets), events, async (preset, batch) => {
      const together = await deliverTogether(preset, structuredClone(batch))
      for (const [index, event] of batch.entries()) {
        const alone = await deliverAlone(preset, structuredClone(event))
        const problem = problemOf(preset, alone, together[index])
        expect(problem && { problem, preset: preset.name, event, alone, together: together[index] }).toBeUndefined()
        seen['sent' in alone ? 'delivered' : 'refused']++
      }
    })
    await fc.assert(property, { numRuns: batches, endOnFailure: true })
    // A run that refuses or delivers nearly everything would say little.
    expect(Math.min(seen.delivered, seen.refused)).toBeGreaterThan((batches * EVENTS_IN_A_BATCH) / 20)
  }, 900_000)
}
