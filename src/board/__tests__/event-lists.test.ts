import { TestBoard, WireEvent, openBoardDatabase } from '../../../__tests__/__helpers__/board'
import type { Database } from '../../database'
import { EVENT_TYPES } from '../events-api/schemas'

/** Every other person signed up in January and is of its cohort, with two devices; what they do is spread over a quarter. */
const PERSONS = Array.from({ length: 120 }, (_, number) => number)
const isMember = (number: number) => number % 2 === 0
const userOf = (number: number) => `user-${number}`
const at = (number: number) => new Date(Date.UTC(2024, 0, 1) + number * 3_600_000).toISOString()

const EVENTS: WireEvent[] = PERSONS.flatMap((number) => {
  const ids = { user_id: userOf(number), timestamp: at(number) }
  return [
    { id: `signup ${number}`, type: 'signup', ...ids, timestamp: isMember(number) ? at(number) : at(1_000 + number) },
    { id: `login ${number}`, type: 'login', anonymous_id: `device-${number}`, ...ids },
    ...Array.from({ length: 6 }, (_, step) => ({
      ...{
        id: `visit ${number}.${step}`,
        type: 'visit',
        channel: 'web',
        timestamp: at(number + step * ((number * 7) % 300))
      },
      ...(step % 2 === 0 ? { user_id: userOf(number) } : { anonymous_id: `device-${number}` })
    })),
    { id: `attributes ${number}`, type: 'attributes', attributes: { plan: 'pro' }, ...ids },
    ...(number % 3 === 0 ? [{ id: `group ${number}`, type: 'group', group_id: 'acme', ...ids }] : []),
    ...(number % 5 === 0 ? [{ id: `cancel ${number}`, type: 'cancel', ...ids }] : []),
    ...(number % 7 === 0 ? [{ id: `alias ${number}`, type: 'alias', previous_id: `old-${number}`, ...ids }] : []),
    ...(number % 4 === 0 ? [{ id: `paid ${number}`, type: 'payment', amount: 5, currency: 'USD', ...ids }] : []),
    ...(number % 8 === 0 ? [{ id: `back ${number}`, type: 'refund', amount: 2, currency: 'EUR', ...ids }] : []),
    { id: `event ${number}`, type: 'event', name: 'Export', ...ids },
    // As those of an import that knows the day alone.
    ...Array.from({ length: 3 }, (_, step) => ({
      ...{ id: `${step} noon ${number}`, type: 'visit', channel: 'web', timestamp: at(36) },
      ...(step % 2 === 0 ? { user_id: userOf(number) } : { anonymous_id: `device-${number}` })
    }))
  ]
})

let database: Database
let board: TestBoard
beforeAll(async () => {
  database = await openBoardDatabase()
  board = await TestBoard.create(database)
  for (let from = 0; from < EVENTS.length; from += 1_000) await board.send(EVENTS.slice(from, from + 1_000))
}, 60_000)
afterAll(async () => {
  await board.close()
  await database.close()
})

interface Filter {
  type?: string
  from?: string
  to?: string
  cohort?: string
}

const isMoney = ({ type }: WireEvent) => type === 'payment' || type === 'refund'
const numberOf = ({ user_id, anonymous_id }: WireEvent) => Number(String(user_id ?? anonymous_id).split('-')[1])

/** What the list has to be, by the definition alone. */
function expected({ type, from, to, cohort }: Filter): string[] {
  return EVENTS.filter(
    (event) =>
      (type === undefined || event.type === type || (type === 'money' && isMoney(event))) &&
      (from === undefined || event.timestamp >= from) &&
      (to === undefined || event.timestamp < to) &&
      (cohort === undefined || isMember(numberOf(event)))
  )
    .sort((one, other) => (one.timestamp + one.id < other.timestamp + other.id ? 1 : -1))
    .map(({ id }) => id)
}

const RANGES: Filter[] = [{}, { from: '2024-01-04', to: '2024-02-10' }, { to: '2024-01-03' }, { from: '2024-02-20' }]
const FILTERS = [undefined, 'money', ...EVENT_TYPES].flatMap((type) =>
  RANGES.flatMap((range) => [
    { type, ...range },
    { type, ...range, cohort: '2024-01' }
  ])
)
const queryOf = (filter: Filter) =>
  new URLSearchParams(Object.entries(filter).filter(([, value]) => value !== undefined)).toString()

test('events come page by page and are counted as the filters say, of all persons and of a cohort', async () => {
  for (const filter of FILTERS) {
    const query = queryOf(filter)
    const ids: string[] = []
    let cursor = ''
    do {
      const page = await board.get(
        `/api/events?limit=${filter.type && filter.type !== 'visit' ? 200 : 60}&${query}${cursor}`
      )
      ids.push(...page.events.map(({ id }: WireEvent) => id))
      cursor = page.next_cursor === null ? '' : `&cursor=${encodeURIComponent(page.next_cursor)}`
    } while (cursor !== '')
    expect([query, ids]).toEqual([query, expected(filter)])
    const { count } = await board.get(`/api/totals/events?${query}`)
    expect([query, count]).toEqual([query, ids.length])
  }
})

test('what is counted follows who is deleted', async () => {
  const gone = EVENTS.filter((event) => numberOf(event) === 0).length
  await board.request('DELETE', '/api/users/user-0')
  expect((await board.get('/api/totals/events?')).count).toBe(EVENTS.length - gone)
  expect((await board.get('/api/totals/events?type=group')).count).toBe(expected({ type: 'group' }).length - 1)
})
