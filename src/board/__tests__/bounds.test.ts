import { TestBoard, WireEvent, boardForEachTest } from '../../../__tests__/__helpers__/board'
import { random, shuffled, splitAtRandom } from '../../../__tests__/__helpers__/random'
import { ReferenceBoard } from '../../../__tests__/__helpers__/reference-board'
import type { Database } from '../../database'

let database: Database
let board: TestBoard
boardForEachTest((its) => ({ database, board } = its))

const at = (second: number) => new Date(Date.UTC(2024, 0, 1, 0, 0, second)).toISOString()

/** What the rules say of events is what the board says, whatever the order in which they come. */
async function expectTheRules(events: WireEvent[]): Promise<any> {
  for (const [index, seed] of ['one', 'two'].entries()) {
    const next = random(seed)
    const other = index === 0 ? board : await TestBoard.create(database, board.app)
    for (const batch of splitAtRandom(shuffled(events, next), next)) await other.send(batch)
    expect((await other.get('/api/users')).users).toEqual(
      JSON.parse(JSON.stringify(new ReferenceBoard(events).allUsers()))
    )
  }
  return (await board.get('/api/users')).users[0]
}

test('the thousand keys of attributes that were written last count, also those that were removed', async () => {
  const keys = (first: number) => Array.from({ length: 60 }, (_, index) => `key ${first + index}`)
  const events = Array.from({ length: 40 }, (_, index): WireEvent => {
    const values = keys((index * 45) % 1_500).map((key, number) => [key, number % 7 === 0 ? null : index])
    const attributes = Object.fromEntries(values)
    return { id: `e${index}`, type: 'login', timestamp: at(index % 30), user_id: `u${index % 3}`, attributes }
  })
  const alias = { type: 'alias', timestamp: at(40), user_id: 'u0' }
  events.push({ ...alias, id: 'a1', previous_id: 'u1' }, { ...alias, id: 'a2', previous_id: 'u2' })
  const { attributes } = await expectTheRules(events)
  expect(Object.keys(attributes).length).toBeGreaterThan(800)
  expect(Object.keys(attributes).length).toBeLessThan(1_000)
})

test('of one event with more keys those count that come first by their bytes', async () => {
  const keys = Array.from({ length: 1_200 }, (_, index) => `${index % 2 ? '\u{10000}' : '\uffee'}${index}`)
  const attributes = Object.fromEntries(keys.map((key) => [key, 1]))
  await board.send([{ id: 'e1', type: 'login', timestamp: at(0), user_id: 'ann', attributes }])
  const user = await board.get('/api/users/ann')
  const kept = Object.keys(user.attributes)
  expect(kept).toHaveLength(1_000)
  expect(kept.filter((key) => key.startsWith('\uffee'))).toHaveLength(600)
})

test('the two hundred groups that were spoken of last count, and a thousand attributes of all of them', async () => {
  const events = Array.from({ length: 320 }, (_, index): WireEvent => {
    const attributes = Object.fromEntries(Array.from({ length: 8 }, (_, key) => [`key ${key}`, index]))
    const group_id = `group ${(index * 7) % 260}`
    return { id: `e${index}`, type: 'group', timestamp: at(index), user_id: 'ann', group_id, attributes }
  })
  const { groups } = await expectTheRules(events)
  expect(Object.keys(groups)).toHaveLength(200)
  expect(Object.values(groups).flatMap((group: any) => Object.keys(group))).toHaveLength(1_000)
})

test('an alias chain of thousands of ids is one person, in any order', async () => {
  const events = Array.from({ length: 3_000 }, (_, index): WireEvent => {
    return {
      id: `e${index}`,
      type: 'alias',
      timestamp: at(index),
      user_id: `id ${index + 1}`,
      previous_id: `id ${index}`
    }
  })
  const sent = shuffled(events, random('chain'))
  for (let start = 0; start < sent.length; start += 1_000) await board.send(sent.slice(start, start + 1_000))
  const user = await board.get('/api/users/id%200')
  expect(user).toMatchObject({ user_id: 'id 3000', id_count: 3_001 })
  expect(user.previous_ids).toEqual(Array.from({ length: 100 }, (_, index) => `id ${index}`))
  const ids: string[] = []
  for (let cursor = ''; ;) {
    const page = await board.get(`/api/users/id%207/ids?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
    ids.push(...page.ids.map(({ id }: { id: string }) => id))
    if (page.next_cursor === null) break
    cursor = page.next_cursor
  }
  expect(ids).toEqual(Array.from({ length: 3_001 }, (_, index) => `id ${index}`))
})

test('what one attribute costs to replace does not grow with the attributes of others, also where the table was empty at first', async () => {
  const login = (id: string, user_id: string, seats: number) => {
    return { id, type: 'login', timestamp: at(seats), user_id, attributes: { seats, name: user_id } }
  }
  for (let round = 0; round < 10; round++) await board.send([login(`first ${round}`, 'ann', round)])
  const others = Array.from({ length: 1_000 }, (_, index) => login(`other ${index}`, `user ${index}`, 1))
  await board.send(others)
  const before = await entriesRead('traits')
  await board.send([login('last', 'ann', 10)])
  expect((await entriesRead('traits')) - before).toBeLessThan(20)
})

test('what an event costs does not grow with the users who share its device, also where each had their own as statistics were made', async () => {
  const visit = (id: string, user_id: string, anonymous_id: string) => {
    return { id, type: 'visit', channel: 'web', timestamp: at(1), user_id, anonymous_id }
  }
  await board.send(Array.from({ length: 300 }, (_, index) => visit(`own ${index}`, `${index}`, `device ${index}`)))
  await database.query('ANALYZE board.sightings')
  await board.send(Array.from({ length: 1_000 }, (_, index) => visit(`shared ${index}`, `user ${index}`, 'server')))
  const before = await entriesRead('sightings')
  await board.send([visit('known', 'user 7', 'server'), visit('new', 'somebody', 'server')])
  expect((await entriesRead('sightings')) - before).toBeLessThan(20)
})

test('what it costs to delete a user does not grow with the devices of one who had the same device before', async () => {
  const visit = (index: number, user_id: string) => {
    const anonymous_id = `device ${index}`
    return { id: `${user_id} ${index}`, type: 'visit', channel: 'web', timestamp: at(1), user_id, anonymous_id }
  }
  await board.send(Array.from({ length: 1_000 }, (_, index) => visit(index, 'anyone')))
  await board.send([{ ...visit(7, 'ann'), timestamp: at(2) }])
  await database.query('ANALYZE')
  const before = await entriesRead('actors')
  await board.request('DELETE', '/api/users/ann')
  expect((await entriesRead('actors')) - before).toBeLessThan(50)
  expect((await board.get('/api/users/anyone')).id_count).toBe(1_001)
})

/** How many rows of a table its indexes have found so far. */
async function entriesRead(table: string): Promise<number> {
  await database.query('SELECT pg_stat_force_next_flush()')
  const [{ read }] = await database.query<{ read: number }>(
    `SELECT sum(idx_tup_read)::int AS read FROM pg_stat_user_indexes WHERE relid = $1::regclass`,
    [`board.${table}`]
  )
  return read
}
