import { Queryable } from '../../database'
import { formatMoney, toMoney } from '../money'
import type { Actor } from '../people/actor'
import { STATUSES, Status } from '../people/person-store'
import { Board } from '../store/boards'
import { Parameter, read } from '../store/statements'
import { DAY_MS } from '../time'
import { readCursor, writeCursor } from './cursor'
import type { Users, UsersTotal } from './shapes'
import { loadUsers } from './users'
import { personsWhere, readWhere } from './where'

export interface UsersFilter {
  query?: string
  status?: Status
  /** Conditions as JSON: see `readWhere`. */
  where?: string
}

export interface UsersOrder {
  sort?: 'last_seen' | 'earnings'
  order?: 'desc' | 'asc'
  currency?: string
}

interface UserRow {
  person: Actor
  name: Actor
  /** What the list is sorted by, as text. */
  rank: string
}

/** A filter in SQL. */
interface Found {
  board: string
  statuses: string
  /** Gives the persons who were searched for; nothing where every person is meant. */
  persons?: string
}

/** So many persons are looked up one by one and sorted; of more it is quicker to go through all in order until a page is full. */
const MOST_LOOKED_UP = 2_000

async function findBy(database: Queryable, board: Board, filter: UsersFilter, $: Parameter): Promise<Found> {
  const { query, status, where } = filter
  const persons = await personsWhere(database, board, { query, where: readWhere(where) }, $)
  return { board: `${$(board.boardId)}::int`, statuses: `${$(status ? [status] : STATUSES)}::text[]`, persons }
}

/** Inside of CASE the set is put into a hash table, which a database without statistics would not do by itself. */
const isMet = (person: string) => `CASE WHEN ${person} IN (SELECT person FROM met) THEN true ELSE false END`

/** A page of users: those seen last first, or those who earned most; or the other way round. */
export async function listUsers(
  database: Queryable,
  board: Board,
  { sort = 'last_seen', order = 'desc', currency = 'USD', ...filter }: UsersFilter & UsersOrder,
  { cursor, limit = 50 }: { cursor?: string; limit?: number }
): Promise<Users> {
  const { query, status, where } = filter
  const asked = {
    list: 'users',
    query: query || undefined,
    status,
    where: where || undefined,
    sort,
    order: order === 'desc' ? undefined : order,
    currency: sort === 'earnings' ? currency : undefined
  }
  const position = readCursor<Position>(board, asked, cursor)
  const page: Page = {
    position,
    now: position?.[2] ?? new Date(Date.now() + DAY_MS).toISOString(),
    limit: limit + 1,
    ...(order === 'desc' ? { order: 'DESC', beyond: '<' } : { order: 'ASC', beyond: '>' })
  }
  const isFew = (query || where) && (await countMet(database, board, filter)) <= MOST_LOOKED_UP
  const rows = await read<UserRow>(database, async ($) => {
    const found = await findBy(database, board, filter, $)
    const sql = sort === 'earnings' ? byEarnings(found, page, currency, isFew, $) : byLastSeen(found, page, isFew, $)
    return found.persons === undefined ? sql : `WITH met AS MATERIALIZED (${found.persons}) ${sql}`
  })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const keys = shown.map(({ person }) => person)
  return {
    users: await loadUsers(database, board, keys),
    next_cursor: rows.length > limit && last ? writeCursor(board, asked, [last.rank, last.name, page.now]) : null
  }
}

/** How many persons are looked for, or one more than the most that are looked up. */
async function countMet(database: Queryable, board: Board, { query, where }: UsersFilter): Promise<number> {
  const [{ count }] = await read<{ count: number }>(database, async ($) => {
    const persons = await personsWhere(database, board, { query, where: readWhere(where) }, $)
    return `SELECT count(*)::int AS count FROM (SELECT FROM (${persons}) AS met LIMIT ${MOST_LOOKED_UP + 1}) AS first`
  })
  return count
}

/** Where a page ended, and up to when a person counts as seen. */
type Position = [rank: string, name: string, now: string]

interface Page {
  position: Position | undefined
  now: string
  limit: number
  order: 'DESC' | 'ASC'
  /** How what comes later compares with what comes first. */
  beyond: '<' | '>'
}

/** For each section of the list and each status the index gives the persons in order; of these few the first are the page. */
function byLastSeen(found: Found, page: Page, isFew: boolean | '' | undefined, $: Parameter): string {
  const { board, statuses, persons } = found
  const { order, beyond } = page
  const limit = `${$(page.limit)}::int`
  const { seen, names, since } = sections(page)
  const isBeyond = `(last_seen, persons.name) ${beyond} (section.seen, section.name) AND last_seen >= since`
  const ordered = `ORDER BY last_seen ${order}, persons.name ${order} LIMIT ${limit}`
  const source = isFew
    ? `met CROSS JOIN LATERAL (
        SELECT person, name, last_seen FROM board.persons
        WHERE board_id = ${board} AND persons.person = met.person AND status = ANY (${statuses}) AND ${isBeyond} OFFSET 0) AS page`
    : `unnest(${statuses}) AS wanted (status) CROSS JOIN LATERAL (
        SELECT person, name, last_seen FROM board.persons
        WHERE board_id = ${board} AND persons.status = wanted.status AND ${isBeyond}
          ${persons === undefined ? '' : `AND ${isMet('persons.person')}`} ${ordered}) AS page`
  return `SELECT page.person, page.name, to_char(page.last_seen AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS rank
    FROM unnest(${$(seen)}::timestamptz[], ${$(names)}::text[], ${$(since)}::timestamptz[])
      WITH ORDINALITY AS section (seen, name, since, number) CROSS JOIN ${source}
    ORDER BY number, page.last_seen ${order}, page.name ${order} LIMIT ${limit}`
}

function byEarnings(found: Found, page: Page, currency: string, isFew: boolean | '' | undefined, $: Parameter): string {
  const { board, statuses, persons } = found
  const { order, beyond } = page
  const [rank, name] = page.position ?? (order === 'DESC' ? ['infinity', ''] : ['-infinity', ''])
  const limit = `${$(page.limit)}::int`
  const isBeyond = `currency = ${$(currency)} AND (amount, name) ${beyond} (${$(rank)}::numeric, ${$(name)}::text)`
  const ordered = `ORDER BY amount ${order}, name ${order} LIMIT ${limit}`
  const source = isFew
    ? `met CROSS JOIN LATERAL (
        SELECT person, name, amount FROM board.earnings
        WHERE board_id = ${board} AND earnings.person = met.person AND status = ANY (${statuses}) AND ${isBeyond} OFFSET 0) AS page`
    : `unnest(${statuses}) AS wanted (status) CROSS JOIN LATERAL (
        SELECT person, name, amount FROM board.earnings
        WHERE board_id = ${board} AND earnings.status = wanted.status AND ${isBeyond}
          ${persons === undefined ? '' : `AND ${isMet('earnings.person')}`} ${ordered}) AS page`
  return `SELECT page.person, page.name, page.amount::text AS rank FROM ${source}
    ORDER BY page.amount ${order}, page.name ${order} LIMIT ${limit}`
}

/**
 * Those seen up to now, then those of whom an event bears a time to come: a sender's clock that is wrong must not keep a person at the
 * top for years.
 */
function sections({ position, now, order }: Page) {
  if (order === 'ASC') {
    const [rank, name] = position ?? ['-infinity', '']
    return { seen: [rank], names: [name], since: ['-infinity'] }
  }
  const [rank, name] = position ?? [now, '']
  const isLate = position !== undefined && rank >= now
  return isLate
    ? { seen: [rank], names: [name], since: [now] }
    : { seen: [rank, 'infinity'], names: [name, ''], since: ['-infinity', now] }
}

/** How many users a list has in all, and what they earned together. */
export async function totalUsers(database: Queryable, board: Board, filter: UsersFilter): Promise<UsersTotal> {
  const [total] = await read<{ count: number; earnings: Record<string, string> | null }>(database, async ($) => {
    const { board: id, statuses, persons } = await findBy(database, board, filter, $)
    const ofStatus = `board_id = ${id} AND status = ANY (${statuses})`
    const test = persons === undefined ? ofStatus : `${ofStatus} AND ${isMet('person')}`
    return `${persons === undefined ? '' : `WITH met AS MATERIALIZED (${persons})`}
      SELECT (SELECT count(*)::int FROM board.profiles WHERE ${test}) AS count,
        (SELECT json_object_agg(currency, amount ORDER BY currency) FROM (
          SELECT currency, sum(amount)::text AS amount FROM board.earnings WHERE ${test} GROUP BY currency) AS sums) AS earnings`
  })
  return { count: total.count, earnings: toMoneyByCurrency(total.earnings) }
}

/** Sums of the database in the form of the read API. */
export function toMoneyByCurrency(sums: Record<string, string> | null): Record<string, string> {
  return Object.fromEntries(Object.entries(sums ?? {}).map(([currency, sum]) => [currency, formatMoney(toMoney(sum))]))
}
