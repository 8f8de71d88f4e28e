import { randomUUID } from 'node:crypto'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from '../../../__tests__/__helpers__/fast-check'
import { WireEvent, openBoardDatabase } from '../../../__tests__/__helpers__/board'
import { history } from '../../../__tests__/__helpers__/histories'
import { random, shuffled, splitAtRandom } from '../../../__tests__/__helpers__/random'
import { verifyBoard } from '..'
import { Database, Prepared, arrayOf } from '../../database'
import { Ingest, ingestInto } from '../events-api/ingest'
import { RecentByBoard, RecentPeople } from '../people/recent'
import { deletePerson } from '../people/remove'
import { Board, ensureBoard } from '../store/boards'
import { withBoardLock } from '../store/lock'

/** What a process keeps of a board, so small that it soon forgets. */
const FEW_CHARACTERS = 1_500

let database: Database
beforeAll(async () => {
  database = await openBoardDatabase()
})
afterAll(() => database.close())

function newBoard(): Promise<Board> {
  return ensureBoard(database, { tokenId: `token-${randomUUID()}`, adminKey: `key-${randomUUID()}`, name: 'Test' })
}

const visit = (id: string, ids: Pick<WireEvent, 'user_id' | 'anonymous_id'>): WireEvent => {
  return { id, type: 'visit', channel: 'web', timestamp: '2024-01-01T00:00:00Z', ...ids }
}

/** How many statements that run often look for what is stored of actors. */
function countingLoads(): { database: Database; loads: () => number } {
  let loads = 0
  const counting: Database = {
    ...database,
    transaction: (work, key) =>
      database.transaction(
        (transaction) =>
          work({
            query: (sql, parameters) => {
              const isLoad = typeof sql !== 'string' && sql.text.includes('found AS MATERIALIZED')
              if (isLoad && !arrayOf('text', []).equals(parameters?.[1] as Buffer)) loads++
              return transaction.query(sql, parameters)
            }
          }),
        key
      )
  }
  return { database: counting, loads: () => loads }
}

test('that a device was seen with its user is written again only where it was seen earlier', async () => {
  const board = await newBoard()
  const written: string[] = []
  const watching: Database = {
    ...database,
    transaction: (work, key) =>
      database.transaction(({ query }) => {
        return work({
          query: (sql, parameters) => {
            const text = typeof sql === 'string' ? sql : sql.text
            const table = /INSERT INTO board\.(sightings|actors)/.exec(text)?.[1]
            if (table) written.push(table)
            return query(sql, parameters)
          }
        })
      }, key)
  }
  const ids = { user_id: 'ann', anonymous_id: 'phone' }
  const writtenFor = async (event: WireEvent) => {
    await ingestInto(watching)(board, [event])
    return written.splice(0).sort()
  }
  expect(await writtenFor(visit('2', ids))).toEqual(['actors', 'sightings'])
  expect(await writtenFor(visit('3', ids))).toEqual([])
  expect(await writtenFor(visit('1', ids))).toEqual(['actors', 'sightings'])
  expect(await verifyBoard(database, board.boardId)).toEqual({ count: 0, differences: [] })
})

test('of many boards the people of a few are kept in memory', async () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const kept: WeakRef<RecentPeople>[] = []
  class Watched extends RecentByBoard {
    override put(boardId: number, changes: number, people: RecentPeople) {
      kept.push(new WeakRef(people))
      super.put(boardId, changes, people)
    }
  }
  const ingest = ingestInto(database, new Watched())
  const ids = { user_id: 'ann' }
  for (let number = 0; number < 8; number++) {
    const board = await newBoard()
    for (const id of ['1', '2', '3']) await ingest(board, [visit(id, ids)])
  }
  await new Promise(setImmediate)
  collect()
  expect(new Set(kept.map((people) => people.deref()).filter(Boolean)).size).toBe(4)
})

test('whoever came by last is not read again, until somebody else changes the board', async () => {
  const board = await newBoard()
  const { database: counting, loads } = countingLoads()
  const [ingest, elsewhere] = [ingestInto(counting), ingestInto(database)]
  const ids = { user_id: 'ann', anonymous_id: 'phone' }
  await ingest(board, [visit('1', ids)])
  await ingest(board, [visit('2', ids), visit('3', { user_id: 'ann' }), visit('4', { anonymous_id: 'phone' })])
  expect(loads()).toBe(1)
  await ingest(board, [visit('5', ids), visit('6', { user_id: 'bob' })])
  expect(loads()).toBe(2)
  await elsewhere(board, [visit('7', ids)])
  await ingest(board, [visit('8', ids)])
  expect(loads()).toBe(3)
  await withBoardLock(database, board.boardId, (transaction) =>
    deletePerson(transaction, board.boardId, { userId: 'ann' })
  )
  await ingest(board, [visit('9', ids)])
  expect(loads()).toBe(4)
  expect(await verifyBoard(database, board.boardId)).toEqual({ count: 0, differences: [] })
})

test('where nobody else changes the board, all is sent before its lock is answered; where somebody does, that is found out', async () => {
  const board = await newBoard()
  let whenStored = (): void => undefined
  let stored: Promise<void> = Promise.resolve()
  const holding: Database = {
    ...database,
    transaction: (work, key) =>
      database.transaction(
        ({ query }) =>
          work({
            query: async <Row>(sql: string | Prepared, parameters?: readonly unknown[]) => {
              const { text } = sql as Prepared
              if (/INTO board.events/.test(text)) whenStored()
              const rows = await query<Row>(sql, parameters)
              if (/UPDATE board.locks SET changes/.test(text)) await stored
              return rows
            }
          }),
        key
      )
  }
  const [ingest, elsewhere] = [ingestInto(holding), ingestInto(database)]
  const ids = { user_id: 'ann', anonymous_id: 'phone' }
  await ingest(board, [visit('1', ids)])
  await ingest(board, [visit('2', ids)])
  stored = new Promise((resolve) => (whenStored = resolve))
  await ingest(board, [visit('3', ids)])
  await elsewhere(board, [visit('4', ids)])
  stored = new Promise((resolve) => (whenStored = resolve))
  await ingest(board, [visit('5', ids)])
  expect(await verifyBoard(database, board.boardId)).toEqual({ count: 0, differences: [] })
})

test('rows that are taken for new and are not hold up no event, and are written over', async () => {
  const board = await newBoard()
  const ingest = ingestInto(database)
  const events = Array.from({ length: 60 }, (_, number) => {
    const ids = { user_id: `user-${number}`, anonymous_id: `phone-${number}` }
    const attributes = { plan: 'pro', seats: number }
    const timestamp = '2024-01-02T00:00:00Z'
    return [visit(`visit ${number}`, ids), { id: `login ${number}`, type: 'login', timestamp, ...ids, attributes }]
  }).flat()
  await database.query(
    `INSERT INTO board.persons (board_id, person, name, size, status, last_seen, facts)
     VALUES ($1, 'u:user-7', 'u:user-7', 9, 'known', now(), '{}')`,
    [board.boardId]
  )
  await database.query(
    `INSERT INTO board.traits (board_id, kind, key, value, person) VALUES ($1, 'string', 'plan', 'pro', 'u:user-7')`,
    [board.boardId]
  )
  const results = await ingest(board, events)
  expect(results.every(({ status }) => status === 201)).toBe(true)
  expect(await verifyBoard(database, board.boardId)).toEqual({ count: 0, differences: [] })
})

test('what is kept is what is stored: with other writers in between, deletions, rollbacks, and little room', async () => {
  const property = fc.asyncProperty(history, history, fc.string(), async (events, more, chance) => {
    const next = random(chance)
    const board = await newBoard()
    const unsure: Database = {
      ...database,
      transaction: (work, key) =>
        database.transaction(async (transaction) => {
          const result = await work(transaction)
          if (next() < 0.2) throw new Error('not committed')
          return result
        }, key)
    }
    const forgetful = () => new RecentByBoard(FEW_CHARACTERS)
    const writers = [ingestInto(unsure), ingestInto(unsure, forgetful()), ingestInto(database)]
    const later = more.map((event) => ({ ...event, id: `later ${event.id}` }))
    // A rollback, another writer or an event that comes twice leaves nothing that is kept: half of the histories have none of them.
    const isCalm = next() < 0.5
    let writer = writers[2]
    for (const batch of splitAtRandom(shuffled([...events, ...later], next), next)) {
      const sent: Promise<void>[] = []
      for (const event of batch) {
        if (!isCalm && next() < 0.3) writer = writers[Math.floor(next() * writers.length)]
        sent.push(untilStored(writer, board, [event]))
        // Else the next one may be asked for while this one is being committed.
        if (next() < 0.5) await Promise.all(sent)
        else await turnsOfTheLoop(Math.floor(next() * 10))
      }
      await Promise.all(sent)
      if (isCalm || next() < 0.5) continue
      await untilStored(writer, board, batch)
      const { user_id: userId, anonymous_id: anonymousId } = batch[0]
      if (next() < 0.2) {
        await withBoardLock(database, board.boardId, (transaction) =>
          deletePerson(transaction, board.boardId, { userId, anonymousId })
        )
      }
    }
    expect(await verifyBoard(database, board.boardId)).toEqual({ count: 0, differences: [] })
  })
  await fc.assert(property, { numRuns: Number(process.env.RECENT_RUNS ?? 8) })
})

async function turnsOfTheLoop(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate)
}

async function untilStored(ingest: Ingest, board: Board, events: WireEvent[]): Promise<void> {
  for (;;) {
    try {
      const results = await ingest(board, events)
      return expect(results.every(({ status }) => status < 300)).toBe(true)
    } catch (error) {
      if ((error as Error).message !== 'not committed') throw error
    }
  }
}
