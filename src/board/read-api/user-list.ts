import { Queryable } from '../../database'
import type { Actor } from '../people/actor'
import { STATUSES, Status } from '../people/person-store'
import { Board } from '../store/boards'
import { Parameter, read } from '../store/statements'
import { DAY_MS, dayOf, isoTime, midnightOf } from '../time'
import { readCursor, writeCursor } from './cursor'
import type { Kept } from './answers'
import type { Users, UsersTotal } from './shapes'
import { allOf, isIn, readConditions, type Ask, type Asks } from './conditions'
import { earningsOf } from './sums'
import { loadUsers } from './users'

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

/** The place of the board's number in a statement. */
const place = ({ boardId }: Board, $: Parameter) => `${$(boardId)}::int`

interface UserRow {
  person: Actor
  name: Actor
  /** What the list is sorted by, as text. */
  rank: string
}

/** So many persons are looked up one by one and sorted; of more it is quicker to go through all in order until a page is full. */
const MOST_LOOKED_UP = 4_000

/**
 * A page of users: those seen last first, or those who earned most; or the other way round.
 * @param kept what has been read of the board
 */
export async function listUsers(
  database: Queryable,
  kept: Kept,
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
  const { asks, since } = await readConditions(kept, board, { query, where })
  const page: Page = {
    board,
    since,
    statuses: status ? [status] : STATUSES,
    currency: asked.currency,
    position,
    now: position?.[2] ?? new Date((dayOf(Date.now()) + 2) * DAY_MS).toISOString(),
    limit: limit + 1,
    ...(order === 'desc' ? { order: 'DESC', beyond: '<' } : { order: 'ASC', beyond: '>' })
  }
  const rows = await findPage(kept, page, asks)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const keys = shown.map(({ person }) => person)
  return {
    users: await loadUsers(database, board, keys),
    next_cursor: rows.length > limit && last ? writeCursor(board, asked, [last.rank, last.name, page.now]) : null
  }
}

/** Of more persons for whom all conditions hold, not all are known beforehand: as a rule a page of them is near where the list begins. */
const MOST_KNOWN = 8_000

/**
 * Where a condition holds for few, these are looked up; where all hold for many, the list is gone through until the page is full. Who is
 * meant is remembered, and brought up to date as the board changes.
 */
async function findPage(kept: Kept, page: Page, asks: readonly Ask[]): Promise<UserRow[]> {
  if (asks.length === 0) return read<UserRow>(kept, ($) => pageOf(page, undefined, $))
  for (const ask of asks) {
    const persons = await findPersons(kept, [ask], asks.length === 1 ? MOST_KNOWN : MOST_LOOKED_UP)
    if (!persons || persons.length > MOST_LOOKED_UP) continue
    const others = asks.filter((other) => other !== ask)
    return read<UserRow>(kept, ($) => pageOf(page, { persons, others }, $))
  }
  const persons = await findPersons(kept, asks, MOST_KNOWN)
  if (!persons) return goThrough(kept, page, asks)
  return read<UserRow>(kept, ($) =>
    pageOf({ ...page, met: () => `SELECT unnest(${$(persons)}::text[])` }, undefined, $)
  )
}

/** For whom all conditions hold; nothing where they are more than are wanted, or long to find. */
async function findPersons(kept: Kept, asks: readonly Ask[], most: number): Promise<Actor[] | undefined> {
  if (asks.some(({ isLarge }) => isLarge)) return undefined
  const found = await kept.sum<{ person: Actor }>(
    ($, board, isOfSome) =>
      `SELECT person, 1 AS persons, NULL AS amount FROM (${allOf(asks, board, undefined, $, isOfSome)}) AS met`,
    most
  )
  return found?.map(({ person }) => person)
}

/** How many persons are looked at first, for each that a page shows. */
const LOOK_AT = 4

/**
 * Where the conditions hold for many, some of the first persons of the list are as a rule a page. Else all for whom they hold are put
 * into a hash table, and the list is gone through once: that takes as long wherever in it they are.
 */
async function goThrough(kept: Queryable, page: Page, asks: readonly Ask[]): Promise<UserRow[]> {
  const count = page.limit * LOOK_AT
  const first = await read<UserRow & { met: boolean }>(kept, ($) => {
    const board = place(page.board, $)
    const met = asks.map((ask) => ask($, board).holds('looked_at.person')).join(' AND ')
    return `SELECT looked_at.*, ${met} AS met FROM (${pageOf({ ...page, limit: count }, undefined, $)}) AS looked_at`
  })
  const found = first.filter(({ met }) => met)
  if (found.length >= page.limit || first.length < count) return found.slice(0, page.limit)
  return read<UserRow>(kept, ($) => {
    return pageOf({ ...page, met: (board) => allOf(asks, board, undefined, $) }, undefined, $)
  })
}

/** Where a page ended, and up to when a person counts as seen. */
type Position = [rank: string, name: string, now: string]

interface Page {
  board: Board
  statuses: readonly Status[]
  /** Nobody who is wanted was seen last before this day. */
  since: Asks['since']
  /** That of the earnings by which it is sorted. */
  currency: string | undefined
  position: Position | undefined
  now: string
  limit: number
  order: 'DESC' | 'ASC'
  /** How what comes later compares with what comes first. */
  beyond: '<' | '>'
  /** Gives the persons who are meant, where nobody is looked up. */
  met?(board: string): string
}

/** Those who are looked up, and what else has to hold for them. */
interface Few {
  persons: readonly Actor[]
  others: readonly Ask[]
}

const pageOf = (page: Page, few: Few | undefined, $: Parameter) =>
  page.currency === undefined ? byLastSeen(page, few, $) : byEarnings(page, page.currency, few, $)

/** That all has to hold for a person who is gone by. */
const isMet = ({ met }: Page, person: string, board: string) => (met ? ` AND ${isIn(person, met(board))}` : '')

/** The few as a table `met`. */
function metBy({ persons, others }: Few, board: string, $: Parameter): string {
  const given = `unnest(${$(persons)}::text[]) AS given (person)`
  const tests = others.map((ask) => ask($, board).holds('given.person'))
  return `(SELECT person FROM ${given}${tests.length === 0 ? '' : ` WHERE ${tests.join(' AND ')}`}) AS met`
}

/**
 * For each section of the list and each status the index gives the persons in order; of these few, who are found by themselves before
 * anything else is asked of them, the first are the page.
 */
function byLastSeen(page: Page, few: Few | undefined, $: Parameter): string {
  const { order, beyond } = page
  const [board, statuses, limit] = [place(page.board, $), `${$(page.statuses)}::text[]`, `${$(page.limit)}::int`]
  const { seen, names, since } = sections(page)
  const isBeyond = `(last_seen, persons.name) ${beyond} (section.seen, section.name)
    AND last_seen >= greatest(since, ${$(page.since ? midnightOf(page.since) : '-infinity')}::timestamptz)`
  const source = few
    ? `${metBy(few, board, $)} CROSS JOIN LATERAL (
        SELECT person, name, status, last_seen FROM board.persons
        WHERE board_id = ${board} AND persons.person = met.person OFFSET 0) AS persons
      CROSS JOIN LATERAL (
        SELECT persons.person, persons.name, last_seen WHERE status = ANY (${statuses}) AND ${isBeyond}) AS page`
    : `unnest(${statuses}) AS wanted (status) CROSS JOIN LATERAL (
        SELECT person, name, last_seen FROM board.persons WHERE board_id = ${board} AND persons.status = wanted.status AND ${isBeyond}${isMet(page, 'persons.person', board)}
        ORDER BY last_seen ${order}, persons.name ${order} LIMIT ${limit}) AS page`
  return `SELECT page.person, page.name, ${isoTime('page.last_seen')} AS rank
    FROM unnest(${$(seen)}::timestamptz[], ${$(names)}::text[], ${$(since)}::timestamptz[])
      WITH ORDINALITY AS section (seen, name, since, number) CROSS JOIN ${source}
    ORDER BY number, page.last_seen ${order}, page.name ${order} LIMIT ${limit}`
}

function byEarnings(page: Page, currency: string, few: Few | undefined, $: Parameter): string {
  const { order, beyond } = page
  const [rank, name] = page.position ?? (order === 'DESC' ? ['infinity', ''] : ['-infinity', ''])
  const [board, statuses, limit] = [place(page.board, $), `${$(page.statuses)}::text[]`, `${$(page.limit)}::int`]
  const isBeyond = `currency = ${$(currency)} AND (amount, name) ${beyond} (${$(rank)}::numeric, ${$(name)}::text)`
  const source = few
    ? `${metBy(few, board, $)} CROSS JOIN LATERAL (
        SELECT person, name, status, currency, amount FROM board.earnings
        WHERE board_id = ${board} AND earnings.person = met.person OFFSET 0) AS earnings
      CROSS JOIN LATERAL (
        SELECT earnings.person, earnings.name, amount WHERE status = ANY (${statuses}) AND ${isBeyond}) AS page`
    : `unnest(${statuses}) AS wanted (status) CROSS JOIN LATERAL (
        SELECT person, name, amount FROM board.earnings WHERE board_id = ${board} AND earnings.status = wanted.status AND ${isBeyond}${isMet(page, 'earnings.person', board)}
        ORDER BY amount ${order}, name ${order} LIMIT ${limit}) AS page`
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
export async function totalUsers(kept: Kept, board: Board, { status, ...filter }: UsersFilter): Promise<UsersTotal> {
  const { asks } = await readConditions(kept, board, filter)
  const sums = await kept.sum<{ currency: string | null }>(($, id, isOfSome) => {
    const test = asks.length === 0 ? 'true' : isIn('person', 'SELECT person FROM met')
    const ofStatus = status === undefined ? '' : ` AND status = ${$(status)}`
    return `WITH met AS MATERIALIZED (${allOf(asks, id, status, $, isOfSome)})
      SELECT NULL AS currency, count(*)::int AS persons, NULL AS amount FROM met
      UNION ALL SELECT currency, count(*)::int, sum(amount)::text FROM board.earnings
      WHERE board_id = ${id}${ofStatus} AND ${test} GROUP BY currency`
  })
  const all = sums?.find(({ currency }) => currency === null)
  return { count: all?.persons ?? 0, earnings: earningsOf(sums ?? []) }
}
