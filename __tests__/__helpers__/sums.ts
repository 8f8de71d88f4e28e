import { randomUUID } from 'node:crypto'
import { createAnswers, type Kept } from '../../src/board/read-api/answers'
import { ingestInto } from '../../src/board/events-api/ingest'
import { RecentChanges } from '../../src/board/people/changed'
import { deletePerson } from '../../src/board/people/remove'
import { readAudiences } from '../../src/board/read-api/audiences'
import { readCampaigns } from '../../src/board/read-api/campaigns'
import { listUsers, totalUsers } from '../../src/board/read-api/user-list'
import { Board, ensureBoard } from '../../src/board/store/boards'
import { withBoardLock } from '../../src/board/store/lock'
import { Database, Queryable } from '../../src/database'
import fc from './fast-check'
import { history } from './histories'
import { random, shuffled, splitAtRandom } from './random'

const RANGE = { from: '2000-01-01', to: '2100-01-01' }
const DAYS = [RANGE.from, RANGE.to]

const FILTERS = [
  {},
  { status: 'active' as const },
  { query: 'a' },
  ...[
    [{ attribute: 'plan' }],
    [{ signed_up: DAYS }, { reached: 'paid' }],
    [{ lost: DAYS }],
    [{ canceled: DAYS }, { active_at: '2024-01-02' }],
    [{ visited: DAYS }],
    [{ visited: ['2024-01-31', '2024-02-05'] }, { attribute: 'plan' }]
  ].map((where) => ({ where: JSON.stringify(where) }))
]

/** All that is put together of persons. */
async function readAll(database: Database, kept: Kept, board: Board) {
  const now = Date.UTC(2024, 5, 1)
  return {
    audiences: await readAudiences(kept),
    campaigns: await readCampaigns(kept, board, RANGE, now),
    totals: await Promise.all(FILTERS.map((filter) => totalUsers(kept, board, filter))),
    lists: await Promise.all(
      FILTERS.map(async (filter) => (await listUsers(database, kept, board, filter, { limit: 200 })).users)
    )
  }
}

/** Sums that are kept against sums that are read anew, over so many histories, on a database that `open` opens. */
export function describeSums(open: () => Promise<Database>, { runs }: { runs: number }): void {
  let database: Database
  beforeAll(async () => {
    database = await open()
  })
  afterAll(() => database.close())

  test('sums that changes are added to are what all persons come to, whoever writes and whoever is deleted', async () => {
    let added = 0
    const query: Queryable['query'] = (sql, parameters) => {
      if (typeof sql === 'string' && sql.startsWith('WITH profiles AS')) added++
      return database.query(sql, parameters)
    }
    const property = fc.asyncProperty(history, fc.string(), async (events, chance) => {
      const next = random(chance)
      const board = await ensureBoard(database, {
        tokenId: `token-${randomUUID()}`,
        adminKey: `key-${randomUUID()}`,
        name: 'Test'
      })
      const recentChanges = new RecentChanges()
      const answers = createAnswers({ ...database, query }, recentChanges)
      const [ingest, elsewhere] = [ingestInto(database, undefined, recentChanges), ingestInto(database)]
      for (const batch of splitAtRandom(shuffled([...events], next), next)) {
        await (next() < 0.9 ? ingest : elsewhere)(board, batch)
        if (next() < 0.1) {
          const { user_id: userId, anonymous_id: anonymousId } = batch[0]
          await withBoardLock(database, board.boardId, (transaction) =>
            deletePerson(transaction, board.boardId, { userId, anonymousId })
          )
        }
        if (next() < 0.4) continue
        const anew = createAnswers(database)
        const [kept, fresh] = [await answers.of(board), await anew.of(board)]
        expect(await readAll(database, kept, board)).toEqual(await readAll(database, fresh, board))
      }
    })
    await fc.assert(property, { numRuns: Number(process.env.SUM_RUNS ?? runs) })
    expect(added).toBeGreaterThan(0)
  })
}
