import { Static, TSchema, Type } from '@sinclair/typebox'
import { Queryable } from '../../database'
import { problem } from '../errors'
import { activityOf } from '../people/activity'
import { Actor, isUser } from '../people/actor'
import { Facts } from '../people/facts'
import { LONGEST_TRAIT } from '../people/traits'
import { storable } from '../storable'
import type { Parameter } from '../store/statements'
import { Board } from '../store/boards'
import { midnightOf, parseDay } from '../time'
import { validator } from '../validation'
import { findPerson } from './users'

const Text = Type.String({ minLength: 1, maxLength: LONGEST_TRAIT, description: 'a string of 1 to 256 characters' })
const Day = Type.String({ format: 'date', description: 'a date such as 2024-01-31' })
/** [from, to): the second day is the first that is left out. */
const Days = Type.Tuple([Day, Day], {
  description: 'two dates such as ["2024-01-01", "2024-02-01"], the second left out'
})
const NullableText = Type.Union([Type.String({ maxLength: 32_768 }), Type.Null()], { description: 'a string or null' })
const one = <Name extends string, Field extends Parameters<typeof Type.Object>[0]>(name: Name, fields: Field) =>
  Type.Object(fields, {
    additionalProperties: false,
    title: name,
    description: `an object with ${Object.keys(fields).join(', ')}`
  })

/** What each condition asks of a person, by the field that names it. */
const CONDITIONS = {
  attribute: one('attribute', {
    attribute: Text,
    is: Type.Optional(
      Type.Union([Type.String({ maxLength: LONGEST_TRAIT }), Type.Number(), Type.Boolean()], {
        description: 'a string of at most 256 characters, a number, true or false'
      })
    ),
    at_least: Type.Optional(Type.Number({ description: 'a number' })),
    at_most: Type.Optional(Type.Number({ description: 'a number' }))
  }),
  group: one('group', { group: Text }),
  campaign: one('campaign', {
    campaign: Type.Object(
      { source: NullableText, medium: NullableText, name: NullableText },
      { additionalProperties: false, description: 'an object with source, medium and name' }
    )
  }),
  visited: one('visited', { visited: Days }),
  first_visited: one('first_visited', { first_visited: Days }),
  signed_up: one('signed_up', { signed_up: Days }),
  canceled: one('canceled', { canceled: Days }),
  lost: one('lost', { lost: Days }),
  active_at: one('active_at', { active_at: Day }),
  reached: one('reached', {
    reached: Type.Union([Type.Literal('signed_up'), Type.Literal('paid')], { description: 'signed_up or paid' })
  })
}

type Conditions = { [Name in keyof typeof CONDITIONS]: Static<(typeof CONDITIONS)[Name]> }
type Condition = Conditions[keyof Conditions]

/** All of them hold for a person. */
export type Where = readonly Condition[]

const CHECKS = new Map(Object.entries(CONDITIONS).map(([name, schema]) => [name, validator<TSchema>(schema)]))
const MOST_CONDITIONS = 10
const EXAMPLE = '[{"attribute": "plan", "is": "pro"}]'

/** Reads `?where=`. @throws invalid_parameter that names the condition and the field that are wrong */
export function readWhere(text: string | undefined): Where | undefined {
  if (text === undefined || text === '') return undefined
  const conditions = parse(text)
  if (!Array.isArray(conditions) || conditions.length === 0 || conditions.length > MOST_CONDITIONS) {
    throw wrong(`where must be a JSON array of 1 to ${MOST_CONDITIONS} conditions such as ${EXAMPLE}`)
  }
  return conditions.map((condition: unknown, index) => checked(condition, `where[${index}]`))
}

function checked(condition: unknown, place: string): Condition {
  const isObject = typeof condition === 'object' && condition !== null
  const [name, check] = [...CHECKS].find(([each]) => isObject && Object.hasOwn(condition, each)) ?? []
  if (!check) throw wrong(`${place} must be an object with one of ${[...CHECKS.keys()].join(', ')}`)
  const fault = check.problem(condition)
  if (fault !== undefined) throw wrong(`${place}: ${fault}`)
  const valid = condition as Condition
  const days = Object.values(valid).find((value) => Array.isArray(value)) as [string, string] | undefined
  if (days && days[0] >= days[1]) throw wrong(`${place}: the second date of ${name} must be after the first`)
  if ('attribute' in valid && valid.is !== undefined && (valid.at_least ?? valid.at_most) !== undefined) {
    throw wrong(`${place}: is goes with neither at_least nor at_most`)
  }
  return valid
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const wrong = (detail: string) => problem('invalid_parameter', { detail }, '/where')

/** A condition in SQL. */
export interface Asked {
  /** Gives the persons for whom it holds, each perhaps several times. */
  persons: string
  /** Whether it holds for a person who is looked at, named by a column. */
  holds(person: string): string
}

/** Writes a condition around the parameters of a statement. */
export type Ask = ($: Parameter) => Asked

/** What a search and conditions ask of a person, all of which has to hold. */
export async function readConditions(
  database: Queryable,
  board: Board,
  { query, where }: { query?: string; where?: string }
): Promise<Ask[]> {
  const asks: Ask[] = []
  const conditions = readWhere(where) ?? []
  if (query) asks.push(searchFor(board, query, await findPerson(database, board, query)))
  for (const condition of conditions) {
    asks.push(
      'canceled' in condition
        ? oneOf(await findCanceled(database, board, condition.canceled))
        : ($) => askFor(condition, $, `${$(board.boardId)}::int`)
    )
  }
  return asks
}

/** SQL that gives the persons who meet all conditions, each once. */
export function allOf(asks: readonly Ask[], $: Parameter): string {
  const parts = asks.map((ask) => ask($).persons)
  return parts.length === 1
    ? `SELECT DISTINCT person FROM (${parts[0]}) AS met`
    : parts.map((sql) => `(${sql})`).join(' INTERSECT ')
}

const searchFor =
  (board: Board, query: string, owner: Actor | undefined): Ask =>
  ($) => {
    const found = `SELECT person FROM board.profiles
      WHERE board_id = ${$(board.boardId)} AND strpos(search, ${$(storable(query).toLowerCase())}) > 0`
    const exact = owner && $(owner)
    return {
      persons: exact ? `${found} UNION ALL SELECT ${exact}::text` : found,
      holds: (person) => `(EXISTS (${found} AND profiles.person = ${person})${exact ? ` OR ${person} = ${exact}` : ''})`
    }
  }

const oneOf =
  (persons: readonly Actor[]): Ask =>
  ($) => {
    const given = `SELECT unnest(${$(persons)}::text[]) AS person`
    return { persons: given, holds: (person) => `${person} IN (${given})` }
  }

/** Rows of a table with a person each, which is found by an index. */
function rowsOf(table: 'profiles' | 'traits' | 'runs', board: string, test: string): Asked {
  const persons = `SELECT person FROM board.${table} WHERE board_id = ${board} AND ${test}`
  return { persons, holds: (person) => `EXISTS (${persons} AND ${table}.person = ${person})` }
}

function askFor(condition: Exclude<Condition, Conditions['canceled']>, $: Parameter, board: string): Asked {
  const within = (column: string, [from, to]: readonly string[]) =>
    `${column} >= ${$(midnightOf(from))}::timestamptz AND ${column} < ${$(midnightOf(to))}::timestamptz`
  if ('attribute' in condition) return askForAttribute(condition, $, board)
  if ('group' in condition) {
    return rowsOf('traits', board, `kind = 'group' AND key = ${$(storable(condition.group))} AND value = ''`)
  }
  if ('campaign' in condition) {
    const { source, medium, name } = condition.campaign
    const same = (column: string, value: string | null) =>
      value === null ? `${column} IS NULL` : `${column} = ${$(storable(value))}`
    return rowsOf(
      'profiles',
      board,
      [same('source', source), same('medium', medium), same('campaign', name)].join(' AND ')
    )
  }
  if ('first_visited' in condition) return rowsOf('profiles', board, within('visited', condition.first_visited))
  if ('signed_up' in condition) return rowsOf('profiles', board, within('signed_up', condition.signed_up))
  if ('reached' in condition) {
    const paid = condition.reached === 'paid' ? ' AND paid >= signed_up' : ''
    return rowsOf('profiles', board, `signed_up >= visited${paid}`)
  }
  if ('visited' in condition) return askForVisit(within('time', condition.visited), board)
  if ('lost' in condition) {
    const [from, to] = condition.lost.map((day) => `${$(day)}::date`)
    return rowsOf(
      'runs',
      board,
      `ended > ${from} AND ended <= ${to} AND started <= ${from}
      AND NOT (again <= ${to} AND EXISTS (SELECT FROM board.runs AS later WHERE later.board_id = ${board}
        AND later.person = runs.person AND later.started >= runs.again AND later.started <= ${to} AND later.ended > ${to}))`
    )
  }
  const day = `${$(condition.active_at)}::date`
  return rowsOf('runs', board, `ended > ${day} AND started <= ${day}`)
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
    return rowsOf('traits', board, `kind = ${$(typeof is)} AND ${key} AND value = ${$(value)}`)
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
  // Without a value no index finds the trait of a person: all who have one are put into a hash table.
  return { persons, holds: (person) => `${person} IN (${persons})` }
}

/** Who went from active to canceled in a period: of those with a cancel in it, as their facts say. */
async function findCanceled(database: Queryable, board: Board, [from, to]: readonly string[]): Promise<Actor[]> {
  const rows = await database.query<{ person: Actor; name: Actor; facts: Facts }>(
    `SELECT persons.person, name, facts FROM (
       SELECT DISTINCT actors.person FROM (
         SELECT DISTINCT actor FROM board.events WHERE board_id = $1 AND events.type COLLATE "C" = 'cancel'
           AND time >= $2::timestamptz AND time < $3::timestamptz) AS acted
       CROSS JOIN LATERAL (
         SELECT person FROM board.actors WHERE board_id = $1 AND actors.actor = acted.actor OFFSET 0) AS actors) AS found
     CROSS JOIN LATERAL (
       SELECT person, name, json_build_object('login', facts -> 'login', 'turns', facts -> 'turns') AS facts
       FROM board.persons WHERE board_id = $1 AND persons.person = found.person OFFSET 0) AS persons`,
    [board.boardId, midnightOf(from), midnightOf(to)]
  )
  const [first, past] = [parseDay(from), parseDay(to)]
  return rows
    .filter(({ name, facts: { login, turns } }) => {
      if (!isUser(name)) return false
      const { cancellations } = activityOf({ login: login ?? undefined, turns: turns ?? undefined })
      return cancellations.some((day) => day >= first && day < past)
    })
    .map(({ person }) => person)
}
