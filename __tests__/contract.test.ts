import { Destination } from '@segment/actions-core'
import fc from './__helpers__/fast-check'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import definition from '../src'
import { startBoard } from '../src/board'
import type { RunningBoard } from '../src/board'
import { readEvent } from '../src/board/events-api/read-event'
import * as boardLimits from '../src/board/events-api/schemas'
import { CURRENCIES as boardCurrencies } from '../src/board/currencies'
import * as limits from '../src/destinations/tractionboard/constants'
import { CURRENCIES } from '../src/destinations/tractionboard/track/currencies'
import { hostileEvent } from './__helpers__/hostile-events'

const FOLDER = path.join(__dirname, '..', 'src', 'destinations', 'tractionboard')
const subscriptions = definition.presets?.filter(({ type }) => type === 'automatic')

/** The events of a request's body in a snapshot, which is JSON but for type names and trailing commas. */
function eventsOf(snapshot: string): object[] {
  const json = snapshot.replace(/(Object|Array) ([{[])/g, '$2').replace(/,(\s*[}\]])/g, '$1')
  return (JSON.parse(json) as { events: object[] }).events
}

describe('the contract between the destination and the board', () => {
  let board: RunningBoard
  const settings = { tokenId: 'contract-token', endpoint: '' }

  beforeAll(async () => {
    const boards = [{ name: 'Contract', tokenId: settings.tokenId, adminKey: 'contract-admin-key' }]
    board = await startBoard({ database: { memory: true }, port: 0, boards })
    settings.endpoint = board.url
  })

  afterAll(() => board?.close())

  it('lets the destination send nothing that the board refuses', async () => {
    const destination = new Destination(definition)
    await fc.assert(
      fc.asyncProperty(fc.array(hostileEvent, { minLength: 30, maxLength: 60 }), async (events) => {
        const results = await destination.onBatch(events, { ...settings, subscriptions } as any)
        const messages = results
          .flatMap(({ multistatus }) => multistatus ?? [])
          .map((node) => (node as any).errormessage)
        // The size of an event is the board's to measure.
        const refusals = messages.filter((message) => /^Tractionboard (answered|could)/.test(message))
        expect(refusals.filter((message) => !message.includes('32 KB'))).toEqual([])
      }),
      { numRuns: 60 }
    )
  })

  it("accepts every event of the destination's snapshots", () => {
    const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.snap'))
    const events = files
      // eslint-disable-next-line @typescript-eslint/no-require-imports -- a snapshot file is a module
      .flatMap((file) => Object.entries(require(path.join(FOLDER, file)) as Record<string, string>))
      .flatMap(([, text]) => eventsOf(text))
    expect(events.length).toBeGreaterThan(0)
    for (const sent of events) {
      expect(readEvent(structuredClone(sent)).event).toMatchObject(sent)
    }
  })

  it('has the same limits and currencies on both sides', () => {
    expect([...CURRENCIES]).toEqual([...boardCurrencies])
    expect(limits.MAX_BATCH_SIZE).toBe(boardLimits.MOST_EVENTS)
    expect(limits.MAX_BATCH_BYTES).toBeLessThan(boardLimits.MOST_BYTES)
  })
})
