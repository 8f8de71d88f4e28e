import { TestBoard, openBoardDatabase } from '../../../../__tests__/__helpers__/board'
import type { Database } from '../../../database'
import { BEFORE_ALL, lastArrival, readArrivals } from '../arrivals'

let database: Database
let board: TestBoard
beforeAll(async () => {
  database = await openBoardDatabase()
  board = await TestBoard.create(database)
})
afterAll(async () => {
  await board.close()
  await database.close()
})

const timestamp = '2024-01-02T00:00:00.000Z'
const MANY = 60

test('events of one ingest and of one moment are each read once, in the order of the bytes of their ids', async () => {
  expect(await lastArrival(database, board.boardId)).toEqual(BEFORE_ALL)
  const ids = Array.from({ length: MANY }, (_, number) => `${number % 2 === 0 ? 'Z' : 'a'}${number}`)
  await board.send(ids.map((id) => ({ id, type: 'visit', channel: 'web', timestamp, user_id: 'ada' })))
  await board.send([{ id: '0', type: 'visit', channel: 'web', timestamp, user_id: 'ada' }])
  const inOrder = [...ids].sort()

  const arrived: string[] = []
  let place = BEFORE_ALL
  for (;;) {
    const { rows, end } = await readArrivals(database, board.boardId, place, 7)
    arrived.push(...rows.map(({ id }) => id))
    if (rows.length === 0) break
    place = end
  }
  expect(arrived).toEqual([...inOrder, '0'])
  expect(await lastArrival(database, board.boardId)).toEqual(place)

  for (const filter of ['', '&user=ada', '&type=visit']) {
    const listed: string[] = []
    let cursor = ''
    do {
      const page = await board.get(`/api/events?limit=7${filter}${cursor}`)
      listed.push(...page.events.map(({ id }: { id: string }) => id))
      cursor = page.next_cursor === null ? '' : `&cursor=${encodeURIComponent(page.next_cursor)}`
    } while (cursor !== '')
    expect(listed).toEqual([...inOrder].reverse().concat('0'))
  }
})
