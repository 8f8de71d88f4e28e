import { Queryable } from '../../database'
import { EVENT_TYPES } from '../events-api/schemas'
import type { Actor } from '../people/actor'
import { COUNTED, isCounted } from '../people/daily'
import { Board } from '../store/boards'
import { formatMoney, toMoney } from '../money'
import { Parameter, read } from '../store/statements'
import { midnightOf } from '../time'
import { readCursor, writeCursor } from './cursor'
import type { Events, EventsTotal, StoredEvent } from './shapes'

/** Which events: all of the board, or those of a person; of one type; from a day (included) to a day (excluded). */
export interface EventsFilter {
  /** The person's key, with the id that was asked for, which a cursor belongs to whoever it is by then. */
  person?: { key: Actor; id: string }
  /** A type of event, or `money`: payments and refunds. */
  type?: string
  from?: string
  to?: string
  /** Only money in this currency. */
  currency?: string
  /** Only events of those who first signed up in a month. */
  cohort?: { month: string; actors: readonly LastSeen[] }
}

/** An actor with events of its own, and the time of the last of them in ms. */
interface LastSeen {
  actor: Actor
  last: number
}

interface EventRow {
  id: string
  time: Date
  event: Omit<StoredEvent, 'stored_at'>
  stored_at: Date
}

const MONEY = ['payment', 'refund']

/** A filter in SQL, with the places of its parameters. */
interface Asked {
  board: string
  types: string
  from: string
  to: string
  /** What an event must meet besides. */
  test: string
}

function ask(board: Board, { person, type, from, to, currency, cohort }: EventsFilter, $: Parameter): Asked {
  const id = `${$(board.boardId)}::int`
  const tests = [
    ...(currency === undefined ? [] : inCurrency(id, $(currency))),
    ...(cohort && person ? [`events.actor = ANY (${$(cohort.actors.map(({ actor }) => actor))}::text[])`] : [])
  ]
  return {
    board: id,
    types: `${$(typesOf(type, currency))}::text[]`,
    from: `${$(from ? midnightOf(from) : '-infinity')}::timestamptz`,
    to: `${$(to ? midnightOf(to) : 'infinity')}::timestamptz`,
    test: tests.map((test) => ` AND ${test}`).join('')
  }
}

/** The actors of those who first signed up in a month, those seen last first. */
export function loadCohort(database: Queryable, board: Board, month: string): Promise<LastSeen[]> {
  return database.query<LastSeen>(
    `SELECT actor, extract(epoch FROM last)::float8 * 1000 AS last FROM (
       SELECT person FROM board.profiles WHERE board_id = $1 AND signed_up >= $2::timestamptz
         AND signed_up < ($2::timestamptz AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC' OFFSET 0) AS members
     CROSS JOIN LATERAL (
       SELECT sole AS actor, last_seen AS last FROM board.persons
       WHERE board_id = $1 AND persons.person = members.person AND sole IS NOT NULL
       UNION ALL
       SELECT actor, last_time FROM board.actors
       WHERE board_id = $1 AND actors.person = members.person AND last_time IS NOT NULL) AS own
     ORDER BY last DESC`,
    [board.boardId, midnightOf(`${month}-01`)]
  )
}

/** Of a currency that is rare or long gone only the time is looked through in which there was any. */
function inCurrency(board: string, currency: string): string[] {
  const end = (day: string) => `(SELECT ${day} FROM board.daily_revenue
    WHERE board_id = ${board} AND currency = ${currency} AND entries > 0)::timestamp AT TIME ZONE 'UTC'`
  return [`event ->> 'currency' = ${currency}`, `time >= ${end('min(day)')}`, `time < ${end('max(day) + 1')}`]
}

/** Only payments and refunds are in a currency. */
function typesOf(type: string | undefined, currency: string | undefined): readonly string[] {
  if (type === 'money' || (type === undefined && currency !== undefined)) return MONEY
  return type === undefined ? EVENT_TYPES : [type]
}

/** Each type's newest events come from the index. */
function newest(
  { board, from, to, test }: Asked,
  condition: string,
  { time, id, limit }: Record<'time' | 'id' | 'limit', string>
) {
  return `SELECT id, time, event, stored_at FROM board.events
    WHERE board_id = ${board} AND ${condition} AND time >= ${from} AND time < ${to} AND (time, id) < (${time}, ${id})${test}
    ORDER BY time DESC, id DESC LIMIT ${limit}`
}

const OF_TYPE = 'events.type COLLATE "C" = wanted.type'
const OF_ACTOR = 'events.actor = acting.actor AND events.type = wanted.type'

/**
 * Of actors that were last seen before the position only the `most` count that were seen last: each has an event of that time. `reach` is
 * how far back they reach.
 */
function acting({ board, from, to }: Asked, person: string, time: string, most: string): string {
  return `WITH position AS (SELECT least(${to}, ${time}) AS time), acting AS (
    SELECT sole AS actor, NULL::timestamptz AS last_time FROM board.persons
    WHERE board_id = ${board} AND person = ${person} AND sole IS NOT NULL
    UNION ALL (
      SELECT actor, last_time FROM board.actors
      WHERE board_id = ${board} AND person = ${person} AND last_time >= ${from} AND last_time <= (SELECT time FROM position)
      ORDER BY last_time DESC FETCH FIRST (${most}) ROWS WITH TIES)
    UNION ALL
    SELECT actor, NULL FROM board.actors
    WHERE board_id = ${board} AND person = ${person} AND last_time > (SELECT time FROM position)
      AND first_time <= (SELECT time FROM position)
  )`
}

const LOOK_FURTHER = 20
const ALL_ACTORS = 2_000_000_000

/** A page of events, newest first by their own time. */
export async function listEvents(
  database: Queryable,
  board: Board,
  filter: EventsFilter,
  { cursor, limit = 50 }: { cursor?: string; limit?: number }
): Promise<Events> {
  const { person, type, from, to, currency, cohort } = filter
  const asked = { list: 'events', id: person?.id, type, from, to, currency, cohort: cohort?.month }
  const position = readCursor<[string, string]>(board, asked, cursor) ?? ['infinity', '']
  const rows = person
    ? await readPersonEvents(database, board, filter, position, person.key, limit + 1)
    : cohort
      ? await readCohortEvents(database, board, filter, position, cohort.actors, limit + 1)
      : await readNewest(database, board, filter, position, limit + 1)
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const hasMore = rows.length > limit && last !== undefined
  return {
    events: shown.map(toStoredEvent),
    next_cursor: hasMore ? writeCursor(board, asked, [last.time.toISOString(), last.id]) : null
  }
}

function placesOf([time, id]: [string, string], limit: number, $: Parameter) {
  return { time: `${$(time)}::timestamptz`, id: `${$(id)}::text`, limit: `${$(limit)}::int` }
}

/** @param actors whose events alone are wanted: they are found by them, since their share of all events may be small */
function readNewest(
  database: Queryable,
  board: Board,
  filter: EventsFilter,
  position: [string, string],
  count: number,
  actors?: readonly Actor[]
) {
  return read<EventRow>(database, ($) => {
    const found = ask(board, filter, $)
    const place = placesOf(position, count, $)
    const own = actors && `unnest(${$(actors)}::text[]) AS acting (actor) CROSS JOIN `
    return `SELECT newest.* FROM ${own ?? ''}unnest(${found.types}) AS wanted (type)
      CROSS JOIN LATERAL (${newest(found, own ? OF_ACTOR : OF_TYPE, place)}) AS newest ORDER BY time DESC, id DESC LIMIT ${place.limit}`
  })
}

/** As with a person's actors: of those last seen before the position only they are looked at who were seen last. */
async function readCohortEvents(
  database: Queryable,
  board: Board,
  filter: EventsFilter,
  position: [string, string],
  members: readonly LastSeen[],
  count: number
) {
  const timeOf = (day: string | undefined, otherwise: number) => (day ? Date.parse(midnightOf(day)) : otherwise)
  const before = Math.min(timeOf(filter.to, Infinity), position[0] === 'infinity' ? Infinity : Date.parse(position[0]))
  const wanted = members.filter(({ last }) => last >= timeOf(filter.from, -Infinity))
  const later = wanted.findIndex(({ last }) => last <= before)
  for (let more = count; ; more *= LOOK_FURTHER) {
    const end = later === -1 ? wanted.length : later + more
    const actors = wanted.slice(0, end).map(({ actor }) => actor)
    const rows = await readNewest(database, board, filter, position, count, actors)
    const last = rows.at(count - 1)
    if (end >= wanted.length || (last && last.time.getTime() > wanted[end].last)) return rows
  }
}

async function readPersonEvents(
  database: Queryable,
  board: Board,
  filter: EventsFilter,
  position: [string, string],
  person: Actor,
  count: number
) {
  const readOf = (most: number) =>
    read<EventRow & { reach: Date | null }>(database, ($) => {
      const found = ask(board, filter, $)
      const place = placesOf(position, count, $)
      return `${acting(found, $(person), place.time, `${$(most)}::int`)}
        SELECT newest.*, (SELECT min(last_time) FROM acting) AS reach
        FROM acting CROSS JOIN unnest(${found.types}) AS wanted (type)
        CROSS JOIN LATERAL (${newest(found, OF_ACTOR, place)}) AS newest
        ORDER BY time DESC, id DESC LIMIT ${place.limit}`
    })
  for (const actors of [count, count * LOOK_FURTHER, ALL_ACTORS]) {
    const rows = await readOf(actors)
    const reach = rows.at(0)?.reach
    const last = rows.at(count - 1)
    // Of one type those seen last may have less, or older ones, than someone who was not looked at.
    const isCertain = reach === null || (reach !== undefined && last !== undefined && last.time >= reach)
    if (isCertain || actors === ALL_ACTORS) return rows
  }
  return []
}

/** How many events a list has in all; of payments and refunds also their sum, the refunds subtracted. */
export async function totalEvents(database: Queryable, board: Board, filter: EventsFilter): Promise<EventsTotal> {
  const rows = await read<{ currency: string | null; count: number; net: string | null }>(database, ($) => {
    const { person, type, currency, cohort } = filter
    const booked = bookedOf(board, filter, $)
    if (booked) return booked
    const { board: id, types, from, to, test } = ask(board, filter, $)
    const isMoney = type === 'money' || MONEY.includes(type ?? '') || currency !== undefined
    const source = person
      ? `(SELECT sole AS actor FROM board.persons WHERE board_id = ${id} AND person = ${$(person.key)} AND sole IS NOT NULL
          UNION SELECT actor FROM board.actors WHERE board_id = ${id} AND person = ${$(person.key)} AND acts) AS acting CROSS JOIN`
      : cohort
        ? `unnest(${$(cohort.actors.map(({ actor }) => actor))}::text[]) AS acting (actor) CROSS JOIN`
        : ''
    // All types of somebody's events stand together in the index.
    const isOfAll = source !== '' && type === undefined && !isMoney
    return `SELECT currency, sum(count)::int AS count, sum(net)::text AS net
      FROM ${source} ${isOfAll ? `(SELECT ${types}) AS all_types` : `unnest(${types}) AS wanted (type)`} CROSS JOIN LATERAL (
        SELECT ${
          isMoney
            ? `event ->> 'currency' AS currency, count(*) AS count,
              sum(CASE events.type WHEN 'refund' THEN -(event ->> 'amount')::numeric ELSE (event ->> 'amount')::numeric END) AS net`
            : 'NULL AS currency, count(*) AS count, NULL::numeric AS net'
        } FROM board.events
        WHERE board_id = ${id} AND ${isOfAll ? 'events.actor = acting.actor' : source ? OF_ACTOR : OF_TYPE} AND time >= ${from} AND time < ${to}${test}
        ${isMoney ? 'GROUP BY 1' : ''}) AS counted GROUP BY currency ORDER BY currency`
  })
  const sums = rows.filter(({ currency, net }) => currency !== null && net !== null)
  return {
    count: rows.reduce((sum, { count }) => sum + count, 0),
    sums: Object.fromEntries(sums.map(({ currency, net }) => [currency, formatMoney(toMoney(net as string))]))
  }
}

/** What is counted by day already need not be counted again. */
function bookedOf(board: Board, { person, cohort, type = '', from, to, currency }: EventsFilter, $: Parameter) {
  const isMoney = type === 'money' || (type === '' && currency !== undefined)
  if (person || cohort || MONEY.includes(type) || (currency !== undefined && !isMoney)) return undefined
  const days = `board_id = ${$(board.boardId)}::int AND day >= ${$(from ?? '-infinity')}::date AND day < ${$(to ?? 'infinity')}::date`
  if (isMoney) {
    return `SELECT currency, sum(entries)::int AS count, sum(payments - refunds)::text AS net FROM board.daily_revenue
      WHERE ${days}${currency === undefined ? '' : ` AND currency = ${$(currency)}`}
      GROUP BY currency HAVING sum(entries) > 0 ORDER BY currency`
  }
  const columns = isCounted(type) ? [COUNTED[type]] : Object.values(COUNTED)
  const money = type === '' ? ` + (SELECT coalesce(sum(entries), 0)::int FROM board.daily_revenue WHERE ${days})` : ''
  return `SELECT NULL AS currency, coalesce(sum(${columns.join(' + ')}), 0)::int${money} AS count, NULL AS net
    FROM board.daily_counts WHERE ${days}`
}

/** Where a stream of events is: after the event that was stored at this time under this id. */
export type StreamPosition = [storedAt: string, id: string]

/** The next events in the order in which they were stored. Ingests take turns, so that none appears before a position. */
export async function listStoredAfter(
  database: Queryable,
  board: Board,
  [storedAt, id]: StreamPosition,
  limit: number
) {
  const rows = await database.query<EventRow & { position: string }>(
    `SELECT id, time, event, stored_at, ${microseconds('stored_at')} AS position
     FROM board.events WHERE board_id = $1 AND (stored_at, id) > ($2::timestamptz, $3) ORDER BY stored_at, id LIMIT $4`,
    [board.boardId, storedAt, id, limit]
  )
  const last = rows.at(-1)
  const position: StreamPosition = last ? [last.position, last.id] : [storedAt, id]
  return { events: rows.map(toStoredEvent), position }
}

/** After everything that is stored now. */
export async function endOfStream(database: Queryable, board: Board): Promise<StreamPosition> {
  const [last] = await database.query<{ position: string; id: string }>(
    `SELECT ${microseconds('stored_at')} AS position, id FROM board.events
     WHERE board_id = $1 ORDER BY stored_at DESC, id DESC LIMIT 1`,
    [board.boardId]
  )
  return last ? [last.position, last.id] : ['-infinity', '']
}

/** A Date would lose the microseconds, and with them the place between two events. */
function microseconds(column: string): string {
  return `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}

function toStoredEvent({ event, stored_at }: EventRow): StoredEvent {
  return { ...event, stored_at: stored_at.toISOString() }
}
