import { Queryable } from '../../database'
import type { Statement } from '../statements'
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

const COLUMNS = 'actor, person, facts'

export async function loadActors(database: Queryable, boardId: number, actors: Iterable<Actor>): Promise<Actors> {
  const rows = await database.query<ActorRow>(
    `SELECT ${COLUMNS} FROM board.actors WHERE board_id = $1 AND actor = ANY ($2::text[])`,
    [boardId, [...actors]]
  )
  return toActors(rows)
}

/** All actors of these persons. */
export async function loadMembers(database: Queryable, boardId: number, persons: Iterable<Actor>): Promise<Actors> {
  const rows = await database.query<ActorRow>(
    `SELECT ${COLUMNS} FROM board.actors WHERE board_id = $1 AND person = ANY ($2::text[])`,
    [boardId, [...persons]]
  )
  return toActors(rows)
}

/** The actors of these persons that have events of their own, but for those that are known already. */
export async function loadActingMembers(
  database: Queryable,
  boardId: number,
  persons: Iterable<Actor>,
  known: Actors
): Promise<Actors> {
  const rows = await database.query<ActorRow>(
    `SELECT ${COLUMNS} FROM board.actors
     WHERE board_id = $1 AND person = ANY ($2::text[]) AND has_events AND actor <> ALL ($3::text[])`,
    [boardId, [...persons], [...known.keys()]]
  )
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
  if (actors.length === 0) return []
  const sql = 'DELETE FROM board.actors WHERE board_id = $1::int AND actor = ANY ($2::text[])'
  return [{ sql, parameters: [boardId, actors] }]
}
