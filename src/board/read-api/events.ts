import { Queryable } from '../../database'
import type { Actor } from '../people/actor'
import { Board } from '../store/boards'
import type { Transactional } from '../store/lock'
import { Parameter, read } from '../store/statements'
import { midnightOf } from '../time'
import { readCursor, writeCursor } from './cursor'
import {
  OF_ACTOR,
  OF_TYPE,
  ask,
  toStoredEvent,
  type Asked,
  type EventRow,
  type EventsFilter,
  type LastSeen
} from './event-filter'
import type { Events } from './shapes'

/** The actors of those who first signed up in a month, those seen last first; a person's last time is known to the minute. */
export function loadCohort(database: Queryable, board: Board, month: string): Promise<LastSeen[]> {
  return database.query<LastSeen>(
    `SELECT actor, extract(epoch FROM last)::float8 * 1000 AS last FROM (
       SELECT person FROM board.profiles WHERE board_id = $1 AND signed_up >= $2::timestamptz
         AND signed_up < ($2::timestamptz AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC' OFFSET 0) AS members
     CROSS JOIN LATERAL (
       SELECT sole AS actor, last_seen + interval '1 minute' AS last FROM board.persons
       WHERE board_id = $1 AND persons.person = members.person AND sole IS NOT NULL
       UNION ALL
       SELECT actor, last_time FROM board.actors
       WHERE board_id = $1 AND actors.person = members.person AND last_time IS NOT NULL) AS own
     ORDER BY last DESC`,
    [board.boardId, midnightOf(`${month}-01`)]
  )
}

/**
 * Each type's newest events come from the index, and with the last one all of its moment: whoever asks puts these in order. What comes
 * before the position is said in two parts: of a pair nobody knows while planning how many events are of that very moment.
 */
function newest(
  { board, from, to, test }: Asked,
  condition: string,
  { time, id, limit }: Record<'time' | 'id' | 'limit', string>
) {
  return `SELECT id, time, event, stored_at FROM board.events
    WHERE board_id = ${board} AND ${condition} AND time >= ${from} AND time < ${to}
      AND time <= ${time} AND (time < ${time} OR id < ${id})${test}
    ORDER BY time DESC FETCH FIRST (${limit}) ROWS WITH TIES`
}

/**
 * Of actors that were last seen before the position only the `most` count that were seen last: each has an event of that time. `reach` is
 * how far back they reach. The position is written where it counts: of one that is looked up nobody knows while planning that
 * none was seen after the end of time, and all actors of somebody who has most of them were gone through for that.
 */
function acting({ board, from, to }: Asked, person: string, time: string, most: string): string {
  const position = `least(${to}, ${time})`
  return `WITH acting AS (
    SELECT sole AS actor, NULL::timestamptz AS last_time FROM board.persons
    WHERE board_id = ${board} AND person = ${person} AND sole IS NOT NULL
    UNION ALL (
      SELECT actor, last_time FROM board.actors
      WHERE board_id = ${board} AND person = ${person} AND last_time >= ${from} AND last_time <= ${position}
      ORDER BY last_time DESC FETCH FIRST (${most}) ROWS WITH TIES)
    UNION ALL
    SELECT actor, NULL FROM board.actors
    WHERE board_id = ${board} AND person = ${person} AND last_time > ${position} AND first_time <= ${position}
  )`
}

/** How much more is looked at than is wanted. */
const LOOK_FURTHER = 20
const ALL_ACTORS = 2_000_000_000

/**
 * A page of events, newest first by their own time. It is read in a transaction, which is planned for any board: of one that came after the
 * statistics were made all events would be read for each of a person's ids.
 */
export async function listEvents(
  database: Transactional,
  board: Board,
  filter: EventsFilter,
  { cursor, limit = 50 }: { cursor?: string; limit?: number }
): Promise<Events> {
  const { person, type, from, to, currency, cohort } = filter
  const asked = { list: 'events', id: person?.id, type, from, to, currency, cohort: cohort?.month }
  const [time, id, isCrowded] = readCursor<Position>(board, asked, cursor) ?? ['infinity', '']
  const rows = await database.transaction(async (transaction) => {
    const near = isCrowded ? await readMoment(transaction, board, filter, [time, id], limit + 1) : []
    return near.length > limit ? near : await readEvents(transaction, board, filter, [time, id], limit + 1)
  })
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const hasMore = rows.length > limit && last !== undefined
  const isCrowd = rows[0]?.time.getTime() === rows.at(-1)?.time.getTime()
  return {
    events: shown.map(toStoredEvent),
    next_cursor: hasMore ? writeCursor(board, asked, [last.time.toISOString(), last.id, isCrowd]) : null
  }
}

/** Where a page ended, and whether all of it was of one moment, as what comes next is. */
type Position = [time: string, id: string, isCrowded?: boolean]

function readEvents(
  database: Queryable,
  board: Board,
  filter: EventsFilter,
  position: [string, string],
  count: number
) {
  const { person, cohort } = filter
  if (person) return readPersonEvents(database, board, filter, position, person.key, count)
  if (cohort) return readCohortEvents(database, board, filter, position, cohort.actors, count)
  return readNewest(database, board, filter, position, count)
}

/**
 * The next events of the position's moment, as their ids lead to them: where an import gave a whole day one time they are near one another,
 * while the index of times gives all of the moment for each page. Where they are fewer than asked for there may be more.
 */
function readMoment(
  database: Queryable,
  board: Board,
  filter: EventsFilter,
  position: [string, string],
  count: number
) {
  return read<EventRow>(database, ($) => {
    const { person, cohort } = filter
    const { board: boardId, types, from, to, test } = ask(board, filter, $)
    const { time, id, limit } = placesOf(position, count, $)
    const whose = person
      ? ` AND (SELECT person FROM board.actors WHERE board_id = ${boardId} AND actors.actor = events.actor) = ${$(person.key)}`
      : cohort
        ? ` AND actor = ANY (${$(cohort.actors.map(({ actor }) => actor))}::text[])`
        : ''
    return `SELECT id, time, event, stored_at FROM (
        SELECT id, time, type, actor, event, stored_at FROM board.events
        WHERE board_id = ${boardId} AND id < ${id} ORDER BY id DESC LIMIT ${$(count * LOOK_FURTHER)}::int) AS events
      WHERE time = ${time} AND time >= ${from} AND time < ${to} AND type = ANY (${types})${whose}${test}
      ORDER BY id DESC LIMIT ${limit}`
  })
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
