import fastify from 'fastify'
import { logging } from '../log'

jest.useFakeTimers()

function logOf(lines: Record<string, unknown>[]) {
  return fastify({
    logger: logging('board', { logTo: { write: (line) => void lines.push(JSON.parse(line)) } }, { takes: () => false })
  }).log
}
const busy = () => Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' })

it('tells a failure of one kind once a second, and how many like it were left out', () => {
  const lines: Record<string, unknown>[] = []
  const log = logOf(lines)
  const fail = (times: number) => {
    for (let time = 0; time < times; time++) log.warn({ err: busy(), route: '/v1/events' }, 'busy')
  }
  fail(1000)
  expect(lines).toHaveLength(1)
  jest.advanceTimersByTime(1_000)
  fail(5)
  jest.advanceTimersByTime(1_000)
  expect(lines.map(({ msg, leftOut }) => [msg, leftOut])).toEqual([
    ['busy', undefined],
    ['busy', 998],
    ['busy', 4]
  ])
  jest.advanceTimersByTime(5_000)
  fail(1)
  expect(lines).toHaveLength(4)
  expect(jest.getTimerCount()).toBe(1)
})

it('tells failures of different kinds apart', () => {
  const lines: Record<string, unknown>[] = []
  const log = logOf(lines)
  log.warn({ err: busy(), route: '/v1/events' }, 'busy')
  log.warn({ err: busy(), route: '/api/users' }, 'busy')
  log.error({ err: new Error('one'), route: '/api/users' }, 'failed')
  log.error({ err: new Error('another'), route: '/api/users' }, 'failed')
  log.error(new Error('another'))
  for (const mapping of ['a', 'b', 'a']) log.warn({ mapping }, 'the mapping does not deliver')
  expect(lines).toHaveLength(8)
})

it('has a stack of what is not known, and of nothing else', () => {
  const lines: Record<string, { stack?: string }>[] = []
  const log = logOf(lines)
  log.warn({ err: busy() }, 'busy')
  log.error({ err: new TypeError('x is not a function') }, 'failed')
  expect(lines[0].err.stack).toBeUndefined()
  expect(lines[1].err.stack).toContain('log.test.ts')
})
