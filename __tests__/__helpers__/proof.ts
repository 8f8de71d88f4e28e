import { setTimeout } from 'timers/promises'
import fc from './fast-check'
import { withReplay } from '../../src/board/proof/replay'
import { bringUpToDate, rebuildBoard } from '../../src/board/proof/rebuild'
import { verifyBoard } from '../../src/board/proof/verify'
import { Database } from '../../src/database'
import { TestBoard, WireEvent, boardForEachTest } from './board'
import { history } from './histories'

/** What somebody might do to the tables by hand, or a fault of a program: each must be found, and mended. */
const CORRUPTIONS: [name: string, sql: string][] = [
  ['earnings that are another amount', `UPDATE board.earnings SET amount = amount + 1 WHERE board_id = $1`],
  [
    'a status that is another one',
    `UPDATE board.persons SET status = 'canceled' WHERE board_id = $1 AND name = 'u:ann'`
  ],
  ['facts that lack a visit', `UPDATE board.persons SET facts = (facts::jsonb - 'visits')::json WHERE board_id = $1`],
  ['a person that is missing', `DELETE FROM board.persons WHERE board_id = $1 AND name = 'u:ann'`],
  [
    'an actor that is someone else',
    `UPDATE board.actors SET person = 'u:dan' WHERE board_id = $1 AND actor = 'a:phone'`
  ],
  ['an alias that is missing', `DELETE FROM board.aliases WHERE board_id = $1`],
  ['a sighting at another time', `UPDATE board.sightings SET first = '2020-01-01T00:00:00.000Z x' WHERE board_id = $1`],
  ['visits of a day that were never made', `UPDATE board.daily_counts SET visits = visits + 1 WHERE board_id = $1`],
  ['revenue of a day that nobody paid', `INSERT INTO board.daily_revenue VALUES ($1, '2023-01-01', 'USD', 1, 5, 0)`],
  [
    'visitors of a month',
    `UPDATE board.distinct_persons SET persons = persons + 1 WHERE board_id = $1 AND grain = 'month'`
  ],
  ['a run that ended', `UPDATE board.runs SET ended = '2024-06-01' WHERE board_id = $1`],
  ['a cancellation that never was', `INSERT INTO board.cancellations VALUES ($1, 'u:ann', '2024-02-01')`],
  ['a cohort that is missing', `DELETE FROM board.cohorts WHERE board_id = $1`],
  ['an event in the row of another actor', `UPDATE board.events SET actor = 'u:dan' WHERE board_id = $1 AND id = 'e3'`]
]

const time = (day: string) => ({ timestamp: `2024-${day}T08:00:00.000Z` })
const EVENTS: WireEvent[] = [
  { id: 'e1', type: 'visit', channel: 'web', anonymous_id: 'phone', ...time('01-01') },
  { id: 'e2', type: 'signup', user_id: 'ann', anonymous_id: 'phone', ...time('01-02') },
  { id: 'e3', type: 'payment', user_id: 'ann', amount: 19.99, currency: 'USD', ...time('01-02') },
  { id: 'e4', type: 'alias', user_id: 'ann', previous_id: 'old', ...time('01-03') },
  { id: 'e5', type: 'login', user_id: 'dan', attributes: { plan: 'pro' }, ...time('01-04') },
  { id: 'e6', type: 'cancel', user_id: 'dan', ...time('02-04') },
  { id: 'e7', type: 'group', user_id: 'dan', group_id: 'acme', attributes: { size: 5 }, ...time('02-05') }
]

export function describeProof(open: () => Promise<Database>): void {
  let database: Database
  let board: TestBoard
  boardForEachTest((its) => ({ database, board } = its), open)
  beforeEach(() => board.send(EVENTS))

  const state = async () => [
    await board.get('/api/users'),
    await board.get('/api/metrics?from=2024-01-01&to=2024-04-01&interval=month'),
    await board.get('/api/metrics?from=2024-01-02&to=2024-03-05&interval=week'),
    await board.get('/api/retention?from=2024-01-01&to=2024-04-01'),
    await board.get('/api/users/phone/timeline')
  ]

  test.each(CORRUPTIONS)('finds %s, and mends it', async (_name, sql) => {
    const before = await state()
    expect(await verifyBoard(database, board.boardId)).toEqual({ count: 0, differences: [] })
    await database.query(sql, [board.boardId])
    const { count, differences } = await verifyBoard(database, board.boardId)
    expect(count).toBeGreaterThan(0)
    expect(differences.length).toBe(count)
    expect(await rebuildBoard(database, board.boardId)).toBe(EVENTS.length)
    expect(await verifyBoard(database, board.boardId)).toEqual({ count: 0, differences: [] })
    expect(await state()).toEqual(before)
  })

  test('says which row it is, what it is and what it should be', async () => {
    await database.query(CORRUPTIONS[0][1], [board.boardId])
    const { differences } = await verifyBoard(database, board.boardId)
    const row = { status: 'active', name: 'u:ann' }
    expect(differences).toEqual([
      {
        table: 'earnings',
        key: ['u:ann', 'USD'],
        stored: { amount: 20.99, ...row },
        computed: { amount: 19.99, ...row }
      }
    ])
  })

  test('one that is killed goes on, two at a time come to the same, and events and deletions go on meanwhile', async () => {
    const more = Array.from({ length: 2_500 }, (_, index): WireEvent => {
      const user_id = `user ${index % 40}`
      return {
        id: `m${index}`,
        type: 'payment',
        user_id,
        amount: 1,
        currency: 'USD',
        ...time(`03-${10 + (index % 20)}`)
      }
    })
    for (let start = 0; start < more.length; start += 500) await board.send(more.slice(start, start + 500))
    const before = await state()
    await database.query(`DELETE FROM board.persons WHERE board_id = $1`, [board.boardId])
    let steps = 0
    const dying = rebuildBoard(database, board.boardId, () => {
      if (++steps === 2) throw new Error('killed')
    })
    await expect(dying).rejects.toThrow('killed')
    const first: number[] = []
    await Promise.all([
      rebuildBoard(database, board.boardId, (done) => first.push(done)),
      rebuildBoard(database, board.boardId)
    ])
    expect(first[0]).toBeGreaterThan(1_000)
    expect(await state()).toEqual(before)

    let wasAdded = false
    const { count } = await verifyBoard(database, board.boardId, () => {
      if (wasAdded) return
      wasAdded = true
      void board.send([{ ...more[0], id: 'new' }])
      void board.call({ method: 'POST', url: '/v1/users/delete', payload: { user_id: 'user 7' } })
    })
    expect(count).toBe(0)
    expect((await board.request('GET', '/api/users/user%207')).statusCode).toBe(404)
    const rest = await database.query<{ count: number }>(
      'SELECT count(*) AS count FROM board.actors WHERE board_id < 0'
    )
    expect(rest).toEqual([{ count: 0 }])
  })

  test('one that waits for the place of another begins anew when that one ends', async () => {
    let second: Promise<number> | undefined
    await withReplay(
      database,
      board.boardId,
      () => undefined,
      async () => {
        second = rebuildBoard(database, board.boardId)
        await setTimeout(200)
      }
    )
    expect(await second).toBe(EVENTS.length)
  })

  test('a board whose state was computed by older rules has it made anew', async () => {
    const before = await state()
    await database.query('UPDATE board.locks SET state = 0 WHERE board_id = $1', [board.boardId])
    await database.query('DELETE FROM board.persons WHERE board_id = $1', [board.boardId])
    const steps: number[][] = []
    await bringUpToDate(database, (...step) => steps.push(step))
    expect(steps.at(-1)).toEqual([board.boardId, EVENTS.length, EVENTS.length])
    expect(await state()).toEqual(before)
    await bringUpToDate(database, () => expect('nothing').toBe('to do'))
  })

  test('finds nothing in any history, with deletions in it', async () => {
    const property = fc.asyncProperty(history, history, async (events, more) => {
      const other = await TestBoard.create(database, board.app)
      await other.send(events)
      const { user_id, anonymous_id } = events[0]
      await other.call({ method: 'POST', url: '/v1/users/delete', payload: user_id ? { user_id } : { anonymous_id } })
      await other.send(more.map((event) => ({ ...event, id: `more ${event.id}` })))
      expect(await verifyBoard(database, other.boardId)).toEqual({ count: 0, differences: [] })
    })
    await fc.assert(property, { numRuns: Number(process.env.PROOF_RUNS ?? 25) })
  }, 600_000)
}
