import type { Database } from '../../database'
import type { Mapping } from '../match/mapping'
import { resend } from '../record/resend'
import { Numbers } from '../store/numbers'
import { callAdmin, mappingInput, payment, type Answer } from './__helpers__/admin'
import { send } from './__helpers__/endpoint'
import { openSegments, startTestPipeline, until, type Running } from './__helpers__/pipeline'

const COUNT = 500

let running: Running
/** How often each event was sent, by its message id. */
let tries: Map<string, number>
const call = (method: string, path: string, body?: unknown): Promise<Answer> => callAdmin(running, method, path, body)

beforeAll(async () => {
  running = await startTestPipeline()
})

beforeEach(async () => {
  await running.reset()
  tries = new Map()
  running.endpoint.interfere = (_request, response, events) => answer(response, events, () => true)
})

afterAll(() => running.close())

/** Counts the tries, and refuses some, each for a reason of its own: it has then a row of its own on record. */
function answer(
  response: Parameters<typeof send>[0],
  events: readonly { id: string }[],
  isRefused: (id: string) => boolean
): boolean {
  const results = events.map(({ id }) => {
    tries.set(id, (tries.get(id) ?? 0) + 1)
    return isRefused(id) ? { status: 400, error: { code: 'invalid', message: `${id} is not good` } } : { status: 201 }
  })
  send(response, 207, { results })
  return true
}

const messageIds = Array.from({ length: COUNT }, (_, index) => `m${index}`)
const track = () =>
  running.post('/v1/batch', { batch: messageIds.map((messageId) => payment(messageId, { type: 'track' })) })
const total = async () => (await call('GET', '/counts?hours=1')).body.total
const triesOf = (times: number) => new Map(messageIds.map((id) => [id, times]))

it('sends each once, also what fails again before the others have been sent', async () => {
  await track()
  await until('all are discarded', async () => (await total()).discarded === COUNT)
  const { database } = running
  const [{ id, mappingId }] = await database.query<{ id: string; mappingId: string }>(
    'SELECT DISTINCT source_id AS id, mapping_id AS "mappingId" FROM pipeline.deliveries'
  )
  const source = { id, name: 'Test', enabled: true, mappings: [{ id: mappingId } as Mapping] }
  const late: Database = {
    ...database,
    async transaction(work, key) {
      const result = await database.transaction(work, key)
      await until('what was sent is discarded again', async () => (await total()).discarded === COUNT)
      return result
    }
  }
  const { ids } = await openSegments(database)
  expect(await resend(late, new Numbers(database), ids, source, {}, new Date())).toBe(COUNT)
  expect(tries).toEqual(triesOf(2))
})

it('sends each once where two ask for it at the same time, by reason, by period, and one', async () => {
  await track()
  await until('all are discarded', async () => (await total()).discarded === COUNT)
  running.endpoint.interfere = (_request, response, events) => answer(response, events, () => false)
  const [{ reason }] = (await call('GET', '/reasons')).body.reasons
  const from = new Date(Date.now() - 60_000).toISOString()
  const answers = await Promise.all([
    ...[{}, { from }, { reason }, {}].map((body) => call('POST', '/resend', body)),
    call('POST', '/events/m7/resend')
  ])
  expect(answers.reduce((sum, { body }) => sum + body.resent, 0)).toBe(COUNT)
  await until('all are delivered', async () => (await total()).delivered === COUNT)
  expect(tries).toEqual(triesOf(2))
  expect((await call('POST', '/resend', { to: from })).body).toEqual({ resent: 0 })
})

it('sends what was filtered through the mappings of today, each once', async () => {
  running.endpoint.interfere = (_request, response, events) => answer(response, events, () => false)
  const { body } = await call('GET', '/mappings')
  const page = body.mappings.find(({ name }: { name: string }) => name === 'Page')
  await call('PUT', `/mappings/${page.id}`, { ...mappingInput(page), enabled: false })
  for (let start = 0; start < COUNT; start += 2) {
    const batch = messageIds.slice(start, start + 2).map((messageId) => ({ type: 'page', userId: 'ada', messageId }))
    void running.post('/v1/batch', { batch })
  }
  await until('all are filtered', async () => (await total()).filtered === COUNT)
  await call('PUT', `/mappings/${page.id}`, mappingInput(page))
  const answers = await Promise.all([1, 2].map(() => call('POST', '/resend', { state: 'filtered' })))
  expect(answers[0].body.resent + answers[1].body.resent).toBe(COUNT)
  await until('all are delivered', async () => (await total()).delivered === COUNT)
  expect(tries).toEqual(triesOf(1))
})
