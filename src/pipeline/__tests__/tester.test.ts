import { samples } from '../read-api/samples'
import { callAdmin, mappingInput, payment, type Answer } from './__helpers__/admin'
import { startTestPipeline, until, type Running } from './__helpers__/pipeline'

let running: Running
const call = (method: string, path: string, body?: unknown): Promise<Answer> => callAdmin(running, method, path, body)

beforeAll(async () => {
  running = await startTestPipeline({ random: () => 0 })
})

beforeEach(() => running.reset())

afterAll(() => running.close())

async function mappingNamed(name: string): Promise<any> {
  const { body } = await call('GET', '/mappings')
  return body.mappings.find((mapping: any) => mapping.name === name)
}

const outcomes = (count: number) => until(`there are ${count} outcomes`, () => running.outcomes.length >= count)

describe('trying things out', () => {
  it('shows what a mapping makes of an event, and sends nothing', async () => {
    const { event } = samples.find(({ name }) => name === 'Track: Payment Made')!
    const { body } = await call('POST', '/preview', {
      event,
      mapping: mappingInput(await mappingNamed('Payment Made'))
    })
    expect(body).toMatchObject({
      trigger: { matches: true, failed: null },
      payload: { kind: 'payment', currency: 'EUR', user_id: 'ada' },
      problems: [],
      requests: [{ method: 'POST', url: `${running.endpoint.url}/v1/events`, headers: { authorization: '[redacted]' } }]
    })
    expect(JSON.parse(body.requests[0].body).events).toMatchObject([{ type: 'payment', amount: 49.9, user_id: 'ada' }])
    expect(running.endpoint.requests).toEqual([])
  })

  it('shows the exact request that a sending makes', async () => {
    const event = payment('exact', { type: 'track', timestamp: '2024-02-29T12:00:00.000Z', context: {} })
    const { body } = await call('POST', '/preview', {
      event,
      mapping: mappingInput(await mappingNamed('Payment Made'))
    })
    await running.post('/v1/track', event)
    await outcomes(1)
    const sent = (await call('GET', '/events/exact')).body.deliveries[0].history[0].exchanges[0].request
    expect(body.requests).toEqual([sent])
  })

  it('says which clause of the trigger fails, and what is wrong with the payload', async () => {
    const event = { type: 'track', event: 'signup', userId: 'ada', properties: { revenue: 'much' } }
    const { body } = await call('POST', '/preview', {
      event,
      mapping: mappingInput(await mappingNamed('Payment Made'))
    })
    expect(body).toMatchObject({
      trigger: { matches: false, failed: 'event = "Payment Made" or event = "Made Payment"' },
      requests: []
    })
    expect(body.problems).toEqual([expect.stringMatching(/amount/i)])
  })

  it.each(samples.map(({ name, event }) => [name, event]))(
    'matches the sample %s with one mapping, and would send it',
    async (_name, event) => {
      const { body } = await call('POST', '/tester', { event, send: false })
      const matching = body.verdicts.filter(({ preview }: any) => preview.trigger.matches)
      expect(matching).toMatchObject([{ preview: { problems: [], requests: [{ method: 'POST' }] } }])
      expect(running.endpoint.requests).toEqual([])
    }
  )

  it('sends a test event the way of any other', async () => {
    const { event } = samples.find(({ name }) => name === 'Alias')!
    const { body } = await call('POST', '/tester', { event, send: true })
    const verdict = body.verdicts.find(({ mapping }: any) => mapping.name === 'Alias')
    expect(verdict.sent).toMatchObject({ outcome: 'delivered', exchanges: [{ response: { status: 200 } }] })
    expect(running.endpoint.events.get(body.messageId)).toMatchObject({ type: 'alias', user_id: 'ada' })
  })

  it('says why an event would not be accepted', async () => {
    const { body } = await call('POST', '/tester', { event: { type: 'track', userId: 'ada' }, send: true })
    expect(body).toMatchObject({ refused: { code: 'missing_field', place: 'event' }, verdicts: [] })
  })

  it('compares a changed mapping with the saved one over the newest events', async () => {
    await running.post('/v1/batch', {
      batch: [
        payment('m1'),
        payment('m2', { properties: { revenue: 7, amount: 8 } }),
        { type: 'page', userId: 'u' }
      ].map((event) => ({ type: 'track', ...event }))
    })
    await outcomes(3)
    const saved = await mappingNamed('Payment Made')
    const changed = mappingInput({
      ...saved,
      mapping: { ...saved.mapping, amount: { '@path': '$.properties.amount' } }
    })
    const { body } = await call('POST', '/compare', { id: saved.id, mapping: changed })
    expect(body).toMatchObject({ compared: 3, unchanged: 1 })
    const amount = ({ requests }: any) => requests.length && JSON.parse(requests[0].body).events[0].amount
    expect(
      body.changed.map(({ messageId, before, after }: any) => [messageId, amount(before), amount(after)]).sort()
    ).toEqual([
      ['m1', 5, 0],
      ['m2', 7, 8]
    ])
  })
})
