import { Queryable, arrayOf } from '../../database'
import { Statement, deleteRows, inColumns, prepared, saveRows } from '../store/statements'
import type { Actor } from './actor'
import type { Facts } from './facts'
import type { Alias, Sighting } from './identity'
import { AliasRow, toAlias } from './identity-store'
import { Moment, formatMoment, parseMoment } from './moment'
import { PERSON, PersonColumns, StoredPerson, toPersons } from './person-store'

/** What is stored of an actor. */
export interface StoredActor {
  /** The key of its person: an actor of the person which stays while names change, so that a new name costs one row. */
  person: Actor
  /** Whether it has events of its own. */
  acts: boolean
  /** What these come to, where others of its person act too. Else they are the person's. */
  facts?: Facts
  /** Of a user id when it was first seen: as the user of an event (`own`), or as the previous id of an alias. */
  seen?: Moment
  own: boolean
  /** Of an anonymous id when it was first seen with the user whose it is. */
  sighted?: Moment
  /** How long the facts are as JSON, once they were stored. */
  characters?: number
}

export interface Loaded {
  actors: Map<Actor, StoredActor>
  /** By key. */
  persons: Map<Actor, StoredPerson>
  aliases: Alias[]
}

export const NOTHING: Loaded = { actors: new Map(), persons: new Map(), aliases: [] }

const ACTOR = 'actor, person, acts, facts, seen, own, sighted'

/**
 * One look into the primary key for each id: of `= ANY` PostgreSQL may think that all of a board which its statistics do not know are
 * fewer. OFFSET keeps it from making a join of that again. The only actor that acts for a person comes along, because its person's facts are
 * its own; NOT IN, for it makes a hash of what was found, where ALL would go through all of it for each person.
 */
const actorsOf = (wanted: string) => `
    SELECT known.* FROM ${wanted} AS wanted (id) CROSS JOIN LATERAL (
      SELECT ${ACTOR} FROM board.actors WHERE board_id = $1 AND actor = wanted.id OFFSET 0) AS known`
const LOAD = `
  found AS MATERIALIZED (${actorsOf('wanted')}
  ), owners AS MATERIALIZED (
    SELECT known.* FROM (SELECT DISTINCT person FROM found) AS wanted (id) CROSS JOIN LATERAL (
      SELECT ${PERSON} FROM board.persons WHERE board_id = $1 AND person = wanted.id OFFSET 0) AS known
  ), soles AS (${actorsOf('(SELECT sole FROM owners WHERE sole NOT IN (SELECT actor FROM found))')}
  )
  SELECT
    (SELECT ${inColumns(ACTOR)} FROM (SELECT * FROM found UNION ALL SELECT * FROM soles) AS actors) AS actors,
    (SELECT ${inColumns(PERSON)} FROM owners) AS persons`

type ActorColumns = [
  actors: Actor[],
  persons: Actor[],
  acts: boolean[],
  facts: (Facts | null)[],
  seen: string[],
  own: boolean[],
  sighted: (string | null)[]
]

interface LoadedRow {
  actors: ActorColumns
  persons: PersonColumns
  aliases?: AliasRow[] | null
}

const LOAD_ACTORS = prepared(`WITH wanted AS (SELECT unnest($2::text[]) AS actor), ${LOAD}`)

/** What is stored of these actors, and their persons. */
export async function loadActors(database: Queryable, boardId: number, actors: Iterable<Actor>): Promise<Loaded> {
  const wanted = [...actors]
  if (wanted.length === 0) return NOTHING
  const [row] = await database.query<LoadedRow>(LOAD_ACTORS, [boardId, arrayOf('text', wanted)])
  return toLoaded(row)
}

/**
 * Of most sightings one is stored that was as early: nothing follows from them, and nobody need be looked up for them. A pair is looked up
 * as such, which the primary key alone can do: by its anonymous id one would go through all users of a device that they share.
 */
const LOAD_FOR_NEWS = prepared(`
  WITH fresh AS MATERIALIZED (
    SELECT given.anonymous_id, number FROM unnest($3::text[], $4::text[], $5::text[])
      WITH ORDINALITY AS given (user_id, anonymous_id, first, number) LEFT JOIN LATERAL (
      SELECT sightings.first FROM board.sightings WHERE board_id = $1 AND (sightings.user_id, sightings.anonymous_id)
        BETWEEN (given.user_id, given.anonymous_id) AND (given.user_id, given.anonymous_id) LIMIT 1) AS known ON true
    WHERE known.first IS NULL OR known.first > given.first
  ), wanted AS (
    SELECT unnest($2::text[]) AS actor UNION SELECT 'a:' || anonymous_id FROM fresh
  ), ${LOAD},
    (SELECT json_agg(json_build_array(user_id, previous_id, first, last)) FROM (
      SELECT substr(actor, 3) AS id FROM wanted WHERE actor NOT IN (SELECT actor FROM found WHERE acts)) AS silent
      CROSS JOIN LATERAL (
        SELECT user_id, previous_id, first, last FROM board.aliases
        WHERE board_id = $1 AND previous_id = silent.id OFFSET 0) AS spoken_of) AS aliases,
    (SELECT json_agg(number) FROM fresh) AS fresh`)

/**
 * What is stored of these actors, and of the anonymous ids of the sightings that are `fresh`: of a pair that has not been seen, or not as
 * early. With the aliases of which one that has no events yet is the previous id.
 */
export async function loadForNews(
  database: Queryable,
  boardId: number,
  actors: Iterable<Actor>,
  sightings: readonly Sighting[]
): Promise<Loaded & { fresh: Sighting[] }> {
  const wanted = [...actors]
  if (wanted.length === 0 && sightings.length === 0) return { ...NOTHING, fresh: [] }
  const [{ fresh, ...row }] = await database.query<LoadedRow & { fresh: number[] | null }>(LOAD_FOR_NEWS, [
    boardId,
    arrayOf('text', wanted),
    arrayOf(
      'text',
      sightings.map(({ userId }) => userId)
    ),
    arrayOf(
      'text',
      sightings.map(({ anonymousId }) => anonymousId)
    ),
    arrayOf(
      'text',
      sightings.map(({ first }) => formatMoment(first))
    )
  ])
  return { ...toLoaded(row), fresh: (fresh ?? []).map((number) => sightings[number - 1]) }
}

function toLoaded(row: LoadedRow): Loaded {
  return {
    actors: toActors(row.actors),
    persons: toPersons(row.persons),
    aliases: (row.aliases ?? []).map(toAlias)
  }
}

/** The actors of persons by their keys: all of them, or those alone that have events of their own. */
export async function loadMembers(
  database: Queryable,
  boardId: number,
  persons: readonly Actor[],
  { acting }: { acting: boolean }
): Promise<Map<Actor, StoredActor>> {
  const [{ actors }] = await database.query<{ actors: ActorColumns }>(
    `SELECT ${inColumns(ACTOR)} AS actors FROM unnest($2::text[]) AS wanted (key) CROSS JOIN LATERAL (
       SELECT ${ACTOR} FROM board.actors
       WHERE board_id = $1 AND actors.person = wanted.key AND (acts OR NOT $3) OFFSET 0) AS member`,
    [boardId, persons, acting]
  )
  return toActors(actors)
}

function toActors([actors, persons, acts, facts, seen, own, sighted]: ActorColumns): Map<Actor, StoredActor> {
  const toActor = (n: number): StoredActor => ({
    person: persons[n],
    acts: acts[n],
    facts: facts[n] ?? undefined,
    seen: seen[n] === '' ? undefined : parseMoment(seen[n]),
    own: own[n],
    sighted: parseMoment(sighted[n])
  })
  return new Map(actors.map((actor, n) => [actor, toActor(n)]))
}

const ACTORS = {
  name: 'actors',
  key: { actor: 'text' },
  values: {
    person: 'text',
    acts: 'bool',
    facts: 'json',
    seen: 'text',
    own: 'bool',
    sighted: 'text',
    first_time: 'timestamptz',
    last_time: 'timestamptz'
  }
} as const

export function saveActors(
  boardId: number,
  before: ReadonlyMap<Actor, StoredActor>,
  actors: ReadonlyMap<Actor, StoredActor>
): Statement[] {
  const rows = [...actors].map(([actor, state]) => {
    const { person, acts, facts, seen, own, sighted } = state
    const json = facts && JSON.stringify(facts)
    state.characters = json?.length ?? 0
    return {
      actor,
      person,
      acts,
      facts: json,
      seen: seen ? formatMoment(seen) : '',
      own,
      sighted: sighted && formatMoment(sighted),
      // Where only one acts the person's own times tell it.
      first_time: facts?.first[0],
      last_time: facts?.last
    }
  })
  return saveRows(boardId, ACTORS, rows, { isNew: ({ actor }) => !before.has(actor) })
}

/** Gives all actors of some persons to others. */
export async function moveMembers(transaction: Queryable, boardId: number, moves: ReadonlyMap<Actor, Actor>) {
  await transaction.query(
    `UPDATE board.actors SET person = moves.target FROM unnest($2::text[], $3::text[]) AS moves (source, target)
     WHERE board_id = $1 AND person = moves.source`,
    [boardId, [...moves.keys()], [...moves.values()]]
  )
}

export function removeActors(boardId: number, actors: readonly Actor[]): Statement[] {
  const rows = actors.map((actor) => ({ actor }))
  return deleteRows(boardId, 'actors', ACTORS.key, rows)
}
