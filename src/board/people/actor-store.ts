import { Queryable } from '../../database'
import { Statement, deleteRows } from '../store/statements'
import type { Actor } from './actor'
import type { Facts } from './facts'

/** What is known of an actor: whose it is, and what its own events come to where it has any. */
export interface ActorState {
  person: Actor
  facts?: Facts
}

export type Actors = Map<Actor, ActorState>

interface ActorRow {
  actor: Actor
  person: Actor
  facts: Facts | null
}

/**
 * One look into an index for each id: an embedded database, which nobody analyses, would read the whole table for
 * `actor = ANY`. OFFSET keeps the planner from making a join of it again.
 */
const ACTORS = `
  SELECT known.* FROM unnest($2::text[]) AS wanted (actor) CROSS JOIN LATERAL (
    SELECT actors.actor, person, facts FROM board.actors
    WHERE board_id = $1 AND actors.actor = wanted.actor OFFSET 0) AS known`

const MEMBERS = `
  SELECT member.* FROM unnest($2::text[]) AS wanted (person) CROSS JOIN LATERAL (
    SELECT actor, actors.person, facts FROM board.actors
    WHERE board_id = $1 AND actors.person = wanted.person AND has_events >= $3 OFFSET 0) AS member`

export async function loadActors(database: Queryable, boardId: number, actors: Iterable<Actor>): Promise<Actors> {
  return toActors(await database.query<ActorRow>(ACTORS, [boardId, [...actors]]))
}

/** All actors of these persons. */
export async function loadMembers(database: Queryable, boardId: number, persons: Iterable<Actor>): Promise<Actors> {
  return toActors(await database.query<ActorRow>(MEMBERS, [boardId, [...persons], false]))
}

/** The actors of these persons that have events of their own, but for those that are known already. */
export async function loadActingMembers(
  database: Queryable,
  boardId: number,
  persons: Iterable<Actor>,
  known: Actors
): Promise<Actors> {
  const rows = await database.query<ActorRow>(`${MEMBERS} WHERE actor <> ALL ($4::text[])`, [
    boardId,
    [...persons],
    true,
    [...known.keys()]
  ])
  return toActors(rows)
}

function toActors(rows: readonly ActorRow[]): Actors {
  return new Map(rows.map(({ actor, person, facts }) => [actor, facts ? { person, facts } : { person }]))
}

export function saveActors(boardId: number, actors: Actors): Statement[] {
  if (actors.size === 0) return []
  const rows = [...actors].map(([actor, { person, facts }]) => ({
    actor,
    person,
    has_events: facts !== undefined,
    facts
  }))
  const sql = `INSERT INTO board.actors (board_id, actor, person, has_events, facts)
    SELECT $1::int, actor, person, has_events, facts
    FROM json_to_recordset($2::json) AS row (actor text, person text, has_events bool, facts json)
    ON CONFLICT (board_id, actor) DO UPDATE
      SET person = excluded.person, has_events = excluded.has_events, facts = excluded.facts`
  return [{ sql, parameters: [boardId, JSON.stringify(rows)] }]
}

export function removeActors(boardId: number, actors: readonly Actor[]): Statement[] {
  return deleteRows('actors', 'actor', boardId, actors)
}
