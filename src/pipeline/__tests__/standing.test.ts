import { callAdmin, mappingInput, payment } from './__helpers__/admin'
import { startTestPipeline, until, type Running } from './__helpers__/pipeline'

let running: Running

beforeAll(async () => {
  running = await startTestPipeline()
})

afterAll(() => running?.close())

const get = async (path: string) => (await callAdmin(running, 'GET', path)).body
const outcomes = (count: number) => until(`there are ${count} outcomes`, () => running.outcomes.length >= count)

it('tells how soon events arrive, and how many will soon be forgotten', async () => {
  expect(await get('/health?hours=1')).toEqual({ latency: null, aging: { events: 0, days: 90 } })
  await running.post('/v1/track', payment('m1'))
  await outcomes(1)
  const { latency } = await get('/health?hours=1')
  expect(latency.median).toBeGreaterThan(0)
  expect(latency.p95).toBeGreaterThanOrEqual(latency.median)
})

it('says why with what did not arrive first, and how it stands with each mapping', async () => {
  await running.post('/v1/track', payment('m2', { properties: {} }))
  await outcomes(2)
  const { answers } = await get('/why?query=ada')
  expect(answers.map(({ states }: { states: string[] }) => states)).toEqual([['discarded'], ['delivered']])
})

it('gives up all of one reason, and nothing that came before', async () => {
  const [{ code, reason, first }] = (await get('/reasons')).reasons
  const discard = async (body: object) => (await callAdmin(running, 'POST', '/discard', body)).body
  const meant = { state: 'discarded', code, reason }
  expect(await discard({ ...meant, reason: 'another' })).toEqual({ discarded: 0 })
  expect(await discard({ ...meant, from: new Date(Date.now() + 60_000).toISOString() })).toEqual({ discarded: 0 })
  expect(await discard({ ...meant, from: 'soon' })).toMatchObject({
    error: { code: 'invalid_request', place: '/from' }
  })
  expect(await discard({ ...meant, from: first })).toEqual({ discarded: 1 })
})

it('keeps each version of a mapping, from the first on', async () => {
  const [mapping] = (await get('/mappings')).mappings
  const versions = async () => (await get(`/mappings/${mapping.id}/history`)).versions
  const input = mappingInput(mapping)
  expect(await versions()).toEqual([{ ...input, version: 1, savedAt: mapping.updatedAt }])
  for (let number = 2; number <= 102; number++) {
    await callAdmin(running, 'PUT', `/mappings/${mapping.id}`, { ...input, name: `Version ${number}` })
  }
  const kept = await versions()
  expect(kept.map(({ version }: { version: number }) => version)).toEqual(
    Array.from({ length: 100 }, (_, index) => 102 - index)
  )
  expect(kept[0]).toMatchObject({ name: 'Version 102', subscribe: input.subscribe })
  expect((await callAdmin(running, 'GET', '/mappings/nowhere/history')).status).toBe(404)
})
