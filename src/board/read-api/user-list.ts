import { Queryable } from '../../database'
import type { Actor } from '../people/actor'
import { STATUSES, Status } from '../people/person-store'
import { storable } from '../storable'
import { Board } from '../store/boards'
import { DAY_MS } from '../time'
import { readCursor, writeCursor } from './cursor'
import type { Users } from './shapes'
import { findPerson, loadUsers } from './users'

export interface UsersFilter {
  query?: string
  status?: Status
  sort?: 'last_seen' | 'earnings'
  currency?: string
}

interface UserRow {
  person: Actor
  name: Actor
  /** What the list is sorted by, as text. */
  rank: string
}

/** $2: statuses, $3: part of the search text, $4: the person that has the searched id. */
const FOUND = `($3::text IS NULL OR strpos(search, $3) > 0 OR persons.person = $4)`

/**
 * For each section of the list and each status the index gives the persons in order; of these few the newest are the page. $5, $6: where
 * each section goes on, $8: where it ends, $7: limit
 */
const BY_LAST_SEEN = `
  SELECT page.person, page.name, to_char(page.last_seen AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS rank
  FROM unnest($5::timestamptz[], $6::text[], $8::timestamptz[]) WITH ORDINALITY AS section (seen, name, since, number)
  CROSS JOIN unnest($2::text[]) AS wanted (status) CROSS JOIN LATERAL (
    SELECT person, persons.name, last_seen FROM board.persons
    WHERE board_id = $1 AND persons.status = wanted.status AND (last_seen, persons.name) < (section.seen, section.name)
      AND last_seen >= since AND ${FOUND}
    ORDER BY last_seen DESC, persons.name DESC LIMIT $7) AS page
  ORDER BY number, page.last_seen DESC, page.name DESC LIMIT $7`

/** $5, $6: position, $8: currency */
const BY_EARNINGS = `
  SELECT page.person, page.name, page.amount::text AS rank
  FROM unnest($2::text[]) AS wanted (status) CROSS JOIN LATERAL (
    SELECT person, name, amount FROM board.earnings
    WHERE board_id = $1 AND currency = $8 AND earnings.status = wanted.status
      AND (amount, name) < ($5::numeric, $6) AND ($3::text IS NULL OR EXISTS (
        SELECT FROM board.persons WHERE board_id = $1 AND persons.person = earnings.person AND ${FOUND}))
    ORDER BY amount DESC, name DESC LIMIT $7) AS page
  ORDER BY page.amount DESC, page.name DESC LIMIT $7`

/** A page of users: those seen last first, or those who earned most. */
export async function listUsers(
  database: Queryable,
  board: Board,
  { query, status, sort = 'last_seen', currency = 'USD' }: UsersFilter,
  { cursor, limit = 50 }: { cursor?: string; limit?: number }
): Promise<Users> {
  const byEarnings = sort === 'earnings'
  const asked = { list: 'users', query: query || undefined, status, sort, currency: byEarnings ? currency : undefined }
  const position = readCursor<Position>(board, asked, cursor)
  const [rank, name] = position ?? ['infinity', '']
  const now = position?.[2] ?? new Date(Date.now() + DAY_MS).toISOString()
  const exact = query ? ((await findPerson(database, board, query)) ?? null) : null
  const common = [board.boardId, status ? [status] : STATUSES, query ? storable(query).toLowerCase() : null, exact]
  const rows = byEarnings
    ? await database.query<UserRow>(BY_EARNINGS, [...common, rank, name, limit + 1, currency])
    : await database.query<UserRow>(BY_LAST_SEEN, [...common, ...sections(position, now, limit + 1)])
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const keys = shown.map(({ person }) => person)
  return {
    users: await loadUsers(database, board, keys),
    next_cursor: rows.length > limit && last ? writeCursor(board, asked, [last.rank, last.name, now]) : null
  }
}

/** Where a page ended, and up to when a person counts as seen. */
type Position = [rank: string, name: string, now: string]

/**
 * Those seen up to now, then those of whom an event bears a time to come: a sender's clock that is wrong must not keep a person at the
 * top for years.
 */
function sections(position: Position | undefined, now: string, limit: number) {
  const [rank, name] = position ?? [now, '']
  const isLate = position !== undefined && rank >= now
  const [seen, names, since] = isLate
    ? [[rank], [name], [now]]
    : [
        [rank, 'infinity'],
        [name, ''],
        ['-infinity', now]
      ]
  return [seen, names, limit, since]
}
