import { Queryable } from '../../database'
import type { BoardEvent } from '../events-api/schemas'
import { digest } from '../secrets'
import { runTogether } from '../store/statements'
import { Actor, anonymousActor, idOf, isUser, userActor } from './actor'
import { ActorState, loadActors, loadMembers } from './actor-store'
import { applyActors } from './apply'
import { countDaily } from './daily'
import { resolveAround } from './neighbourhood'
import { saveDaily } from './roll-up-store'

/** Who is meant: a user id, an anonymous id, or both. */
export interface PersonIds {
  userId?: string
  anonymousId?: string
}

/**
 * Deletes the persons meant and every event of theirs, under all their ids, and takes them out of the metrics. Digests of the events'
 * ids stay, so that a retry or a replay brings nothing back. Must run under the board's lock.
 * @returns the number of events deleted, 0 where nobody is known
 */
export async function deletePerson(transaction: Queryable, boardId: number, ids: PersonIds): Promise<number> {
  const persons = await findPersons(transaction, boardId, ids)
  if (persons.size === 0) return 0
  const stored = await loadMembers(transaction, boardId, persons)
  const actors = [...stored.keys()]
  const events = await deleteEvents(transaction, boardId, actors)
  const left = await forgetIdentity(transaction, boardId, actors.filter(isUser).map(idOf))

  // An id of theirs may have been seen with others too, or spoken of by their aliases: it is theirs from now on.
  const allIds = [...new Set([...actors.map(idOf), ...left])]
  const seeds = allIds.flatMap((id) => [userActor(id), anonymousActor(id)])
  const around = await resolveAround(
    transaction,
    boardId,
    seeds,
    (actor, state) => !stored.has(actor) && state?.facts !== undefined
  )
  const after = new Map<Actor, ActorState | undefined>()
  for (const actor of around.stored.keys()) after.set(actor, undefined)
  for (const [actor, person] of around.persons) {
    const facts = stored.has(actor) ? undefined : around.stored.get(actor)?.facts
    after.set(actor, { person, facts })
  }
  const changes = await applyActors(transaction, boardId, around.stored, after)
  await runTogether(transaction, [...changes, ...saveDaily(boardId, countDaily(events, -1))])
  return events.length
}

/** A device may be another user's: an anonymous id beside a user id counts only where it is nobody else's. */
async function findPersons(
  database: Queryable,
  boardId: number,
  { userId, anonymousId }: PersonIds
): Promise<Set<Actor>> {
  const user = userId === undefined ? undefined : userActor(userId)
  const anonymous = anonymousId === undefined ? undefined : anonymousActor(anonymousId)
  const wanted = [user, anonymous].filter((actor) => actor !== undefined)
  const known = await loadActors(database, boardId, wanted)
  const persons = new Set<Actor>()
  if (user && known.has(user)) persons.add(known.get(user)?.person ?? user)
  const owner = anonymous && known.get(anonymous)?.person
  if (owner !== undefined && (user === undefined || !isUser(owner))) persons.add(owner)
  return persons
}

async function deleteEvents(transaction: Queryable, boardId: number, actors: readonly Actor[]) {
  const rows = await transaction.query<{ time: Date; event: BoardEvent }>(
    'DELETE FROM board.events WHERE board_id = $1 AND actor = ANY ($2::text[]) RETURNING time, event',
    [boardId, actors]
  )
  await transaction.query(
    'INSERT INTO board.deleted_events (board_id, digest) SELECT $1, unnest($2::text[]) ON CONFLICT DO NOTHING',
    [boardId, rows.map(({ event }) => digest(event.id))]
  )
  await transaction.query('UPDATE board.boards SET has_deletions = true WHERE board_id = $1', [boardId])
  return rows.map(({ time, event }) => ({ time: time.getTime(), event }))
}

/** Removes what these users' events said about who is who, and gives the other ids that it was about. */
async function forgetIdentity(transaction: Queryable, boardId: number, userIds: readonly string[]): Promise<string[]> {
  const rows = await transaction.query<{ id: string }>(
    `WITH seen AS (
       DELETE FROM board.sightings WHERE board_id = $1 AND user_id = ANY ($2::text[]) RETURNING anonymous_id
     ), named AS (
       DELETE FROM board.aliases WHERE board_id = $1 AND user_id = ANY ($2::text[]) RETURNING previous_id
     )
     SELECT anonymous_id AS id FROM seen UNION SELECT previous_id FROM named`,
    [boardId, userIds]
  )
  return rows.map(({ id }) => id)
}
