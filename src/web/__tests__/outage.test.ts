import fastify from 'fastify'
import { logging } from '../log'
import { Outage } from '../outage'

jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] })

let fails: Error | undefined
const query = async () => {
  if (fails) throw fails
  return []
}
const away = (code: string) => Object.assign(new Error('the database system is starting up'), { code })

async function serverOf(lines: Record<string, unknown>[]) {
  const outage = new Outage({ query })
  const logTo = { write: (line: string) => void lines.push(JSON.parse(line)) }
  const app = fastify({ logger: logging('pipeline', { logTo }, outage) })
  outage.watch(app)
  return app
}

it('tells once that the database is away and once that it is back, whoever and however many fail meanwhile', async () => {
  const lines: Record<string, unknown>[] = []
  const app = await serverOf(lines)
  for (let round = 0; round < 2; round++) {
    fails = away('ECONNREFUSED')
    for (let second = 0; second < 60; second++) {
      for (const route of ['/v1/batch', '/api/sources']) app.log.warn({ err: fails, route }, 'unavailable')
      app.log.error({ err: (fails = away('57P03')) }, 'the pipeline failed at its work')
      await jest.advanceTimersByTimeAsync(1_000)
    }
    fails = undefined
    await jest.advanceTimersByTimeAsync(10_000)
  }
  expect(lines.map(({ level, msg, seconds, failures }) => [level, msg, seconds, failures])).toEqual([
    ['error', 'the database is away', undefined, undefined],
    ['warn', 'the database is back', 61, 180],
    ['error', 'the database is away', undefined, undefined],
    ['warn', 'the database is back', 61, 180]
  ])
  expect(lines[0].cause).toEqual({
    type: 'Error',
    code: 'ECONNREFUSED',
    message: 'the database system is starting up'
  })
  expect(jest.getTimerCount()).toBe(0)
})

it('leaves what else fails to the others, and asks no more once the server is closed', async () => {
  const lines: Record<string, unknown>[] = []
  const app = await serverOf(lines)
  app.log.error({ err: new Error('division by zero') }, 'failed')
  fails = away('57P01')
  app.log.warn({ err: fails }, 'unavailable')
  await app.close()
  fails = undefined
  await jest.advanceTimersByTimeAsync(10_000)
  expect(lines.map(({ msg }) => msg)).toEqual(['failed', 'the database is away'])
})
