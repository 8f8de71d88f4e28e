import { TestBoard, openBoardDatabase } from '../../../__tests__/__helpers__/board'
import type { Database } from '../../database'

/** So many that two conditions, of which each leaves some out, both hold for more than are looked up one by one. */
const PERSONS = 2_300
const numbers = Array.from({ length: PERSONS }, (_, number) => number)
const [isTenth, isNinth] = [(number: number) => number % 10 === 0, (number: number) => number % 9 === 0]
const isMet = (number: number) => !isTenth(number) && !isNinth(number)
/** The first so many visited with two devices each, before all else. */
const EARLY = 1_200
/** Those from here on are more than are looked up, and none of those who come first are among them. */
const LATE = 250
const idOf = (number: number) => `user-${String(number).padStart(4, '0')}`

let database: Database
let board: TestBoard
beforeAll(async () => {
  database = await openBoardDatabase()
  board = await TestBoard.create(database)
  const at = (number: number) => ({
    user_id: idOf(number),
    timestamp: new Date(Date.UTC(2024, 0, 1, 0, number)).toISOString()
  })
  const earlier = (number: number) => new Date(Date.UTC(2023, 11, 1, 0, number)).toISOString()
  const events = numbers.flatMap((number) => [
    ...(number < EARLY
      ? [
          { id: `e${number}`, type: 'visit', channel: 'web', user_id: idOf(number), timestamp: earlier(number) },
          {
            id: `d${number}`,
            type: 'visit',
            channel: 'web',
            anonymous_id: `device-${number}`,
            timestamp: earlier(number)
          }
        ]
      : []),
    { id: `v${number}`, type: 'visit', channel: 'web', ...at(number) },
    {
      id: `l${number}`,
      type: 'login',
      anonymous_id: `device-${number}`,
      attributes: { tenth: isTenth(number), ninth: isNinth(number), rare: number % 500 === 7, late: number >= LATE },
      ...at(number)
    },
    ...(number % 3 === 0 ? [{ id: `p${number}`, type: 'payment', amount: number, currency: 'USD', ...at(number) }] : [])
  ])
  for (let from = 0; from < events.length; from += 1_000) await board.send(events.slice(from, from + 1_000))
}, 60_000)
afterAll(async () => {
  await board.close()
  await database.close()
})

const MANY = [
  { attribute: 'tenth', is: false },
  { attribute: 'ninth', is: false },
  { visited: ['2024-01-01', '2024-02-01'] }
]

async function idsOf(query: string, where: object[]): Promise<string[]> {
  const ids: string[] = []
  let cursor = ''
  do {
    const url = `/api/users?limit=200&where=${encodeURIComponent(JSON.stringify(where))}${query}${cursor}`
    const { users, next_cursor } = await board.get(url)
    ids.push(...users.map(({ user_id }: { user_id: string }) => user_id))
    cursor = next_cursor === null ? '' : `&cursor=${encodeURIComponent(next_cursor)}`
  } while (cursor !== '')
  return ids
}

test.each([
  ['those seen last first', '', MANY, numbers.filter(isMet).reverse()],
  ['those seen first first', '&order=asc', MANY, numbers.filter(isMet)],
  [
    'those who earned most first',
    '&sort=earnings',
    MANY,
    numbers.filter((number) => isMet(number) && number % 3 === 0).reverse()
  ],
  ['none of another status', '&status=canceled', MANY, []],
  [
    'those who are found several times each',
    '',
    [{ visited: ['2023-12-01', '2024-01-01'] }],
    numbers.filter((number) => number < EARLY).reverse()
  ],
  [
    'a few of many',
    '',
    [...MANY, { attribute: 'rare', is: true }],
    numbers.filter((number) => isMet(number) && number % 500 === 7).reverse()
  ]
])('persons who meet several conditions come page by page: %s', async (_name, query, where, expected) => {
  expect(await idsOf(query, where)).toEqual(expected.map(idOf))
})

test('how many there are is what the pages list', async () => {
  const { count } = await board.get(`/api/totals/users?where=${encodeURIComponent(JSON.stringify(MANY))}`)
  expect(count).toBe(numbers.filter(isMet).length)
})

test('where nobody of those who come first meets a condition the list is gone through once, in its index', async () => {
  await database.query('VACUUM (ANALYZE) board.persons, board.profiles, board.traits')
  const before = await countReads()
  const where = encodeURIComponent(JSON.stringify([{ attribute: 'late', is: true }]))
  const { users } = await board.get(`/api/users?order=asc&where=${where}`)
  expect(users.map(({ user_id }: { user_id: string }) => user_id)).toEqual(numbers.slice(LATE, LATE + 50).map(idOf))
  const after = await countReads()
  // Of the first 204 it is asked whether it holds; after these no one is looked up by themselves.
  expect(after.lookups - before.lookups).toBeLessThan(210)
  // The persons themselves are read only to be shown.
  expect(after.persons - before.persons).toBeLessThan(60)
})

/** How often traits were looked for, and how many rows of persons were read by way of an index. */
async function countReads(): Promise<{ lookups: number; persons: number }> {
  await database.query('SELECT pg_stat_force_next_flush()')
  const [counts] = await database.query<{ lookups: number; persons: number }>(
    `SELECT (SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelid = 'board.traits_pkey'::regclass) AS lookups,
       (SELECT idx_tup_fetch FROM pg_stat_user_tables WHERE relid = 'board.persons'::regclass) AS persons`
  )
  return counts
}
