import { Queryable } from '../../database'
import { Actor, anonymousActor, idOf, isUser, userActor } from '../people/actor'
import { currentGroups, currentValues } from '../people/attributes'
import { Facts, totalEarnings } from '../people/facts'
import { activityOfPerson } from '../people/person-store'
import { storable } from '../storable'
import { Board } from '../store/boards'
import { readCursor, writeCursor } from './cursor'
import type { PersonIds, User } from './shapes'

/** A user tells the first so many of their anonymous ids and of their previous ids; `listIds` has all. */
const MOST_IDS = 100

/** The key of the person that an id belongs to: a user id goes before an anonymous id. */
export async function findPerson(database: Queryable, board: Board, id: string): Promise<Actor | undefined> {
  const [user, anonymous] = [userActor(storable(id)), anonymousActor(storable(id))]
  const rows = await database.query<{ actor: Actor; person: Actor }>(
    'SELECT actor, person FROM board.actors WHERE board_id = $1 AND actor IN ($2, $3)',
    [board.boardId, user, anonymous]
  )
  return (rows.find(({ actor }) => actor === user) ?? rows[0])?.person
}

interface UserRow {
  name: Actor
  size: number
  facts: Facts
  anonymous: Actor[] | null
  previous: Actor[] | null
}

/** Of a person's actors the anonymous ones come first, by their bytes, then the users as they were first seen. */
const IN_ORDER = 'ORDER BY seen, own, actor'

const USERS = `
  SELECT persons.name, size, persons.facts,
    (SELECT json_agg(actor ${IN_ORDER}) FROM (
      SELECT actor, seen, own FROM board.actors
      WHERE board_id = $1 AND actors.person = persons.person AND seen = '' ${IN_ORDER} LIMIT $3) AS first) AS anonymous,
    (SELECT json_agg(actor ${IN_ORDER}) FROM (
      SELECT actor, seen, own FROM board.actors
      WHERE board_id = $1 AND actors.person = persons.person AND seen > '' AND actor <> persons.name
      ${IN_ORDER} LIMIT $3) AS first) AS previous
  FROM unnest($2::text[]) WITH ORDINALITY AS wanted (person, position) CROSS JOIN LATERAL (
    SELECT person, name, size, facts FROM board.persons
    WHERE board_id = $1 AND persons.person = wanted.person OFFSET 0) AS persons
  ORDER BY position`

/** The users by these keys, in the same order. */
export async function loadUsers(database: Queryable, board: Board, persons: readonly Actor[]): Promise<User[]> {
  if (persons.length === 0) return []
  return (await database.query<UserRow>(USERS, [board.boardId, persons, MOST_IDS])).map(toUser)
}

function toUser({ name, size, facts, anonymous, previous }: UserRow): User {
  return {
    user_id: isUser(name) ? idOf(name) : null,
    anonymous_ids: (anonymous ?? []).map(idOf),
    previous_ids: (previous ?? []).map(idOf),
    id_count: size,
    status: activityOfPerson({ name, facts }).status,
    attributes: currentValues(facts.attributes),
    groups: currentGroups(facts.groups, facts.groupAttributes),
    earnings: Object.fromEntries(totalEarnings(facts)),
    first_seen: new Date(facts.first[0]).toISOString(),
    last_seen: new Date(facts.last).toISOString()
  }
}

/** A page of all ids of a person. `id` is the one that was asked for. */
export async function listIds(
  database: Queryable,
  board: Board,
  person: Actor,
  id: string,
  { cursor, limit = 50 }: { cursor?: string; limit?: number }
): Promise<PersonIds> {
  const query = { list: 'ids', id }
  const position = readCursor<[string, boolean, string]>(board, query, cursor) ?? ['', false, '']
  const rows = await database.query<{ actor: Actor; seen: string; own: boolean }>(
    `SELECT actor, seen, own FROM board.actors
     WHERE board_id = $1 AND person = $2 AND (seen, own, actor) > ($3, $4, $5) ${IN_ORDER} LIMIT $6`,
    [board.boardId, person, ...position, limit + 1]
  )
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    ids: shown.map(({ actor }) => ({ id: idOf(actor), kind: isUser(actor) ? 'user' : 'anonymous' })),
    next_cursor: rows.length > limit && last ? writeCursor(board, query, [last.seen, last.own, last.actor]) : null
  }
}
