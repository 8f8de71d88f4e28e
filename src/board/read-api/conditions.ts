import type { Actor } from '../people/actor'
import { storable } from '../storable'
import type { Board } from '../store/boards'
import type { Parameter } from '../store/statements'
import { midnightOf } from '../time'
import type { Kept } from './answers'
import { findPerson } from './users'
import { readWhere, type Condition, type Conditions } from './where'

/** A condition in SQL. */
interface Asked {
  /** Gives the persons for whom it holds, each perhaps several times. */
  persons: string
  /** Whether it holds for a person who is looked at, named by a column. */
  holds(person: string): string
  /** Whether it holds for a row of `profiles`, where that alone decides. */
  profile?: string
  /** Nobody is given twice. */
  isUnique?: boolean
}

/** Writes a condition around the parameters of a statement: see `SumStatement`. */
export interface Ask {
  ($: Parameter, board: string, isOfSome?: boolean): Asked
  /** For whom it holds takes long to find. */
  isLarge?: boolean
}

/** What a search and conditions ask of a person, all of which has to hold. */
export interface Asks {
  asks: Ask[]
  /** Nobody for whom they hold was seen last before this day. */
  since?: string
}

export async function readConditions(
  kept: Kept,
  board: Board,
  { query, where }: { query?: string; where?: string }
): Promise<Asks> {
  const conditions = readWhere(where)
  const asks: Ask[] = query ? [searchFor(query, await findPerson(kept, board, query))] : []
  for (const condition of conditions) {
    asks.push(
      'visited' in condition ? await visitedIn(kept, board, condition.visited) : ($, id) => askFor(condition, $, id)
    )
  }
  return { asks, since: conditions.map(sinceOf).sort().at(-1) || undefined }
}

/** What somebody did in a time they were seen doing. */
function sinceOf(condition: Condition): string {
  const days = Object.values(condition).find((value) => Array.isArray(value)) as [string, string] | undefined
  return days?.[0] ?? ''
}

/** Of how many visits it is quickly found whose they are. */
const FEW_VISITS = 20_000
/** As many visits are gone through in the time in which one person is looked up. */
const VISITS_A_PERSON = 10

/**
 * Of a long time the visits are many, and most persons visited first in it, as their profiles say; only those who came before have to be
 * looked up.
 */
async function visitedIn(kept: Kept, board: Board, days: readonly [string, string]): Promise<Ask> {
  const [{ visits }] = await kept.query<{ visits: number }>(
    `SELECT coalesce(sum(visits), 0)::int AS visits FROM board.daily_counts
     WHERE board_id = $1 AND day >= $2::date AND day < $3::date`,
    [board.boardId, ...days]
  )
  const isLarge = visits > FEW_VISITS
  const isByEvents = !isLarge || visits < (await visitedBefore(kept, days[0])) * VISITS_A_PERSON
  const ask: Ask = ($, id, isOfSome) => {
    if (isOfSome) return rowsOf('visits', id, inDays($, days))
    const [from, to] = days.map((day) => `${$(midnightOf(day))}::timestamptz`)
    const asked = askForVisit(`time >= ${from} AND time < ${to}`, id)
    if (isByEvents) return asked
    const persons = `SELECT person FROM board.profiles WHERE board_id = ${id} AND visited < ${to}
      AND CASE WHEN visited >= ${from} THEN true ELSE ${asked.holds('profiles.person')} END`
    return { ...asked, persons, isUnique: true }
  }
  return Object.assign(ask, { isLarge })
}

async function visitedBefore(kept: Kept, day: string): Promise<number> {
  const [earlier] =
    (await kept.sum(
      ($, id) => `SELECT count(*)::int AS persons, NULL AS amount FROM board.profiles
      WHERE board_id = ${id} AND visited < ${$(midnightOf(day))}::timestamptz`
    )) ?? []
  return earlier?.persons ?? 0
}

/** SQL that gives the persons who meet all conditions, each once; with a status, of those who have it. */
export function allOf(
  asks: readonly Ask[],
  board: string,
  status: string | undefined,
  $: Parameter,
  isOfSome = false
): string {
  const asked = asks.map((ask) => ask($, board, isOfSome))
  const tests = asked.flatMap(({ profile }) => profile ?? [])
  if (status !== undefined) tests.push(`status = ${$(status)}`)
  const others = asked.filter(({ profile }) => profile === undefined)
  if (tests.length === 0 && others.length > 0) {
    const [{ persons, isUnique }] = others
    if (others.length > 1) return others.map((other) => `(${other.persons})`).join(' INTERSECT ')
    return isUnique ? persons : `SELECT DISTINCT person FROM (${persons}) AS met`
  }
  tests.push(...others.map(({ persons }) => isIn('person', persons)))
  const test = tests.map((each) => ` AND ${each}`).join('')
  return `SELECT person FROM board.profiles WHERE board_id = ${board}${test}`
}

/** Inside of CASE the set is put into a hash table, which a database without statistics would not do by itself. */
export const isIn = (person: string, persons: string) => `CASE WHEN ${person} IN (${persons}) THEN true ELSE false END`

const searchFor =
  (query: string, owner: Actor | undefined): Ask =>
  ($, board) => {
    const test = `strpos(search, ${$(storable(query).toLowerCase())}) > 0`
    if (!owner) return ofProfile(board, test)
    const found = `SELECT person FROM board.profiles WHERE board_id = ${board} AND ${test}`
    const exact = $(owner)
    return {
      persons: `${found} UNION ALL SELECT ${exact}::text`,
      holds: (person) => `(EXISTS (${found} AND profiles.person = ${person}) OR ${person} = ${exact})`,
      profile: `(${test} OR profiles.person = ${exact})`
    }
  }

/** Rows of a table with a person each, which is found by an index. */
function rowsOf(
  table: 'profiles' | 'traits' | 'runs' | 'cancellations' | 'visits',
  board: string,
  test: string
): Asked {
  const persons = `SELECT person FROM board.${table} WHERE board_id = ${board} AND ${test}`
  return { persons, holds: (person) => `EXISTS (${persons} AND ${table}.person = ${person})` }
}

const ofProfile = (board: string, test: string): Asked => ({
  ...rowsOf('profiles', board, test),
  profile: test,
  isUnique: true
})

const inDays = ($: Parameter, [from, to]: readonly string[]) => `day >= ${$(from)}::date AND day < ${$(to)}::date`

function askFor(condition: Exclude<Condition, Conditions['visited']>, $: Parameter, board: string): Asked {
  const within = (column: string, [from, to]: readonly string[]) =>
    `${column} >= ${$(midnightOf(from))}::timestamptz AND ${column} < ${$(midnightOf(to))}::timestamptz`
  if ('attribute' in condition) return askForAttribute(condition, $, board)
  if ('group' in condition) {
    const test = `kind = 'group' AND key = ${$(storable(condition.group))} AND value = ''`
    return { ...rowsOf('traits', board, test), isUnique: true }
  }
  if ('campaign' in condition) {
    const { source, medium, name } = condition.campaign
    const same = (column: string, value: string | null) =>
      value === null ? `${column} IS NULL` : `${column} = ${$(storable(value))}`
    return ofProfile(board, [same('source', source), same('medium', medium), same('campaign', name)].join(' AND '))
  }
  if ('first_visited' in condition) return ofProfile(board, within('visited', condition.first_visited))
  if ('signed_up' in condition) return ofProfile(board, within('signed_up', condition.signed_up))
  if ('reached' in condition) {
    const paid = condition.reached === 'paid' ? ' AND paid >= signed_up' : ''
    return ofProfile(board, `signed_up >= visited${paid}`)
  }
  if ('canceled' in condition) {
    return rowsOf('cancellations', board, inDays($, condition.canceled))
  }
  if ('lost' in condition) {
    const [from, to] = condition.lost.map((day) => `${$(day)}::date`)
    const test = `ended > ${from} AND ended <= ${to} AND started <= ${from}
      AND NOT (again <= ${to} AND EXISTS (SELECT FROM board.runs AS later WHERE later.board_id = ${board}
        AND later.person = runs.person AND later.started >= runs.again AND later.started <= ${to} AND later.ended > ${to}))`
    return { ...rowsOf('runs', board, test), isUnique: true }
  }
  const day = `${$(condition.active_at)}::date`
  return { ...rowsOf('runs', board, `ended > ${day} AND started <= ${day}`), isUnique: true }
}

function askForVisit(within: string, board: string): Asked {
  const actorsOf = (person: string) =>
    `SELECT sole AS actor FROM board.persons WHERE board_id = ${board} AND persons.person = ${person} AND sole IS NOT NULL
     UNION ALL SELECT actor FROM board.actors WHERE board_id = ${board} AND actors.person = ${person} AND acts`
  return {
    persons: `SELECT actors.person FROM (
        SELECT DISTINCT events.actor FROM board.events
        WHERE board_id = ${board} AND events.type COLLATE "C" = 'visit' AND ${within}) AS acted
      CROSS JOIN LATERAL (
        SELECT person FROM board.actors WHERE board_id = ${board} AND actors.actor = acted.actor OFFSET 0) AS actors`,
    holds: (person) => `EXISTS (SELECT FROM (${actorsOf(person)}) AS own CROSS JOIN LATERAL (
      SELECT FROM board.events WHERE board_id = ${board} AND events.actor = own.actor AND events.type = 'visit' AND ${within}
      LIMIT 1) AS visit)`
  }
}

function askForAttribute(
  { attribute, is, at_least, at_most }: Conditions['attribute'],
  $: Parameter,
  board: string
): Asked {
  const key = `key = ${$(storable(attribute))}`
  if (is !== undefined) {
    const value = typeof is === 'string' ? storable(is) : String(is)
    const test = `kind = ${$(typeof is)} AND ${key} AND value = ${$(value)}`
    return { ...rowsOf('traits', board, test), isUnique: true }
  }
  const bounds = [
    ...(at_least === undefined ? [] : [`value::numeric >= ${$(at_least)}::numeric`]),
    ...(at_most === undefined ? [] : [`value::numeric <= ${$(at_most)}::numeric`])
  ]
  // A condition is checked before the next one is reckoned only where CASE says so: not every value is a number.
  const test =
    bounds.length === 0
      ? `kind IN ('boolean', 'number', 'string') AND ${key}`
      : `kind = 'number' AND ${key} AND CASE WHEN kind = 'number' THEN ${bounds.join(' AND ')} END`
  const { persons } = rowsOf('traits', board, test)
  // Without a value no index finds the trait of a person: all who have one are put into a hash table. A key has one value of a person.
  return { persons, holds: (person) => `${person} IN (${persons})`, isUnique: true }
}
