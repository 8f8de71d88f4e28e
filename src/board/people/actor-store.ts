import { Queryable } from '../../database'
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

/** All actors of these persons, or only those that have events of their own. */
export async function loadMembers(
  database: Queryable,
  boardId: number,
  persons: Iterable<Actor>,
  only: 'all' | 'with events' = 'all'
): Promise<Actors> {
  const rows = await database.query<ActorRow>(
    `SELECT ${COLUMNS} FROM board.actors WHERE board_id = $1 AND person = ANY ($2::text[]) AND has_events = ANY ($3::bool[])`,
    [boardId, [...persons], only === 'all' ? [true, false] : [true]]
  )
  return toActors(rows)
}

function toActors(rows: readonly ActorRow[]): Actors {
  return new Map(rows.map(({ actor, person, facts }) => [actor, facts ? { person, facts } : { person }]))
}

export async function saveActors(transaction: Queryable, boardId: number, actors: Actors): Promise<void> {
  if (actors.size === 0) return
  const rows = [...actors].map(([actor, { person, facts }]) => ({
    actor,
    person,
    has_events: facts !== undefined,
    facts
  }))
  await transaction.query(
    `INSERT INTO board.actors (board_id, actor, person, has_events, facts)
     SELECT $1, actor, person, has_events, facts
     FROM json_to_recordset($2::json) AS row (actor text, person text, has_events bool, facts json)
     ON CONFLICT (board_id, actor) DO UPDATE
       SET person = excluded.person, has_events = excluded.has_events, facts = excluded.facts`,
    [boardId, JSON.stringify(rows)]
  )
}

export async function removeActors(transaction: Queryable, boardId: number, actors: readonly Actor[]): Promise<void> {
  if (actors.length === 0) return
  await transaction.query('DELETE FROM board.actors WHERE board_id = $1 AND actor = ANY ($2::text[])', [
    boardId,
    actors
  ])
}
