import { Destination } from '@segment/actions-core'
import type { SegmentEvent } from '@segment/actions-core'
import fc from 'fast-check'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import definition from '../src'
import { startBoard } from '../src/board'
import type { RunningBoard } from '../src/board'
import { readEvent } from '../src/board/events-api/read-event'
import * as boardLimits from '../src/board/events-api/schemas'
import { CURRENCIES as boardCurrencies } from '../src/board/currencies'
import { CURRENCIES } from '../src/destinations/tractionboard/currencies'
import * as limits from '../src/destinations/tractionboard/events-api'

const FOLDER = path.join(__dirname, '..', 'src', 'destinations', 'tractionboard')
const subscriptions = definition.presets?.filter(({ type }) => type === 'automatic')

const anything = fc.oneof(
  fc.constantFrom('', '  ', null, undefined, 0, -1, true, false, '12,50', '$5', '\u0000', '\ud800', '😀'.repeat(300)),
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true }),
  fc.object({ maxDepth: 2 })
)
const id = fc.oneof({ weight: 4, arbitrary: fc.constantFrom('ada', 'grace', ' padded ', 42, '漢字') }, anything)
const amount = fc.oneof(
  fc.constantFrom('19.99', 0, '-4.05', 0.1 + 0.2, 1e11 - 0.0001, 1e11, '1e3', 0.00005),
  fc.double({ min: -1e12, max: 1e12, noNaN: true }),
  anything
)
const timestamp = fc.oneof(
  { weight: 4, arbitrary: fc.date({ noInvalidDate: true }).map((date) => date.toJSON()) },
  fc.constantFrom('2024-02-29', '2024-02-30', 1704067200, '1704067200000', '2024-01-01 09:00', '0000-01-01T00:00:00Z'),
  anything
)
const bag = fc.oneof(fc.dictionary(fc.string(), anything, { maxKeys: 4 }), anything)
const money = fc.record({ revenue: amount, total: amount, currency: anything }, { requiredKeys: [] })
const event = fc.record(
  {
    type: fc.constantFrom('page', 'screen', 'identify', 'track', 'group', 'alias'),
    event: fc.oneof(fc.constantFrom('Payment Made', 'Refund Received', 'cancel', 'signup', 'Report Opened'), anything),
    messageId: fc.oneof({ weight: 4, arbitrary: fc.uuid() }, anything),
    timestamp,
    userId: id,
    anonymousId: id,
    previousId: id,
    groupId: id,
    name: anything,
    category: anything,
    properties: fc.oneof(money, bag),
    traits: bag,
    // The pipeline lets no other context pass: the engine itself fails on one that is null.
    context: fc.record({ ip: anything, userAgent: anything, locale: anything, campaign: bag, os: bag })
  },
  { requiredKeys: ['type'] }
)

/** The events of a request's body in a snapshot, which is JSON but for type names and trailing commas. */
function eventsOf(snapshot: string): object[] {
  const json = snapshot.replace(/(Object|Array) ([{[])/g, '$2').replace(/,(\s*[}\]])/g, '$1')
  return (JSON.parse(json) as { events: object[] }).events
}

describe('the contract between the destination and the board', () => {
  let board: RunningBoard
  const settings = { tokenId: 'contract-token', endpoint: '' }

  beforeAll(async () => {
    const boards = [{ name: 'Contract', tokenId: settings.tokenId, adminKey: 'contract-admin' }]
    board = await startBoard({ database: { memory: true }, port: 0, boards })
    settings.endpoint = board.url
  }, 30_000)

  afterAll(() => board?.close())

  it('lets the destination send nothing that the board refuses', async () => {
    const destination = new Destination(definition)
    await fc.assert(
      fc.asyncProperty(fc.array(event, { minLength: 30, maxLength: 60 }), async (generated) => {
        const events = generated as unknown as SegmentEvent[]
        const results = await destination.onBatch(events, { ...settings, subscriptions } as any)
        const messages = results
          .flatMap(({ multistatus }) => multistatus ?? [])
          .map((node) => (node as any).errormessage)
        expect(messages.filter((message) => /^Tractionboard (answered|could)/.test(message))).toEqual([])
      }),
      { numRuns: 60 }
    )
  }, 90_000)

  it("accepts every event of the destination's snapshots", () => {
    const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.snap'))
    const events = files
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- a snapshot file is a module
      .flatMap((file) => Object.entries(require(path.join(FOLDER, file)) as Record<string, string>))
      .filter(([name]) => name.includes(': body '))
      .flatMap(([, text]) => eventsOf(text))
    expect(events.length).toBeGreaterThan(0)
    for (const sent of events) {
      expect(readEvent(structuredClone(sent)).event).toMatchObject(sent)
    }
  })

  it('has the same limits and currencies on both sides', () => {
    expect([...CURRENCIES]).toEqual([...boardCurrencies])
    expect([limits.MOST_EVENTS, limits.MOST_BYTES, limits.MOST_EVENT_BYTES]).toEqual([
      boardLimits.MOST_EVENTS,
      boardLimits.MOST_BYTES,
      boardLimits.MOST_EVENT_BYTES
    ])
  })
})
