import { Queryable } from '../../database'
import { Board } from '../store/boards'
import type { Actor } from '../people/actor'
import { readCursor, writeCursor } from './cursor'
import type { Status, Users } from './shapes'
import { findPerson, loadUsers } from './users'

export interface UsersFilter {
  query?: string
  status?: Status
  sort?: 'last_seen' | 'earnings'
  currency?: string
}

const STATUSES: readonly Status[] = ['anonymous', 'known', 'active', 'canceled']

interface UserRow {
  person: Actor
  /** What the list is sorted by, as text. */
  rank: string
}

/** $2: statuses, $3: part of the search text, $4: the person that has the searched id. */
const FOUND = `($3::text IS NULL OR strpos(search, $3) > 0 OR persons.person = $4)`

/** For each status the index gives the persons in order; of these few the newest are the page. */
const BY_LAST_SEEN = `
  SELECT page.person, to_char(page.last_seen AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS rank
  FROM unnest($2::text[]) AS wanted (status) CROSS JOIN LATERAL (
    SELECT person, last_seen FROM board.persons
    WHERE board_id = $1 AND persons.status = wanted.status AND (last_seen, person) < ($5::timestamptz, $6) AND ${FOUND}
    ORDER BY last_seen DESC, person DESC LIMIT $7) AS page
  ORDER BY page.last_seen DESC, page.person DESC LIMIT $7`

const BY_EARNINGS = `
  SELECT earnings.person, amount::text AS rank
  FROM board.earnings JOIN board.persons ON persons.board_id = earnings.board_id AND persons.person = earnings.person
  WHERE earnings.board_id = $1 AND currency = $8 AND status = ANY ($2::text[])
    AND (amount, earnings.person) < ($5::numeric, $6) AND ${FOUND}
  ORDER BY amount DESC, earnings.person DESC LIMIT $7`

/** A page of users: those seen last first, or those who earned most. */
export async function listUsers(
  database: Queryable,
  board: Board,
  filter: UsersFilter,
  page: { cursor?: string; limit?: number }
): Promise<Users> {
  const { query, status, sort = 'last_seen', currency = 'USD' } = filter
  const { limit = 50 } = page
  const [rank, person] = readCursor<[string, string]>(board, { list: 'users', ...filter }, page.cursor) ?? [
    'infinity',
    ''
  ]
  const searched = query ? query.toLowerCase() : null
  const exact = query ? ((await findPerson(database, board, query)) ?? null) : null
  const byEarnings = sort === 'earnings'
  const rows = await database.query<UserRow>(byEarnings ? BY_EARNINGS : BY_LAST_SEEN, [
    board.boardId,
    status ? [status] : STATUSES,
    searched,
    exact,
    rank,
    person,
    limit + 1,
    ...(byEarnings ? [currency] : [])
  ])
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const hasMore = rows.length > limit && last !== undefined
  return {
    users: await loadUsers(
      database,
      board,
      shown.map((row) => row.person)
    ),
    next_cursor: hasMore ? writeCursor(board, { list: 'users', ...filter }, [last.rank, last.person]) : null
  }
}
