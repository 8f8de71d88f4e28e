import { Queryable } from '../../database'
import { toMoney } from '../money'
import { sendTogether } from '../store/statements'
import { parseDay } from '../time'
import { Actor, anonymousActor, idOf, isUser, userActor } from './actor'
import { loadActors, loadMembers } from './actor-store'
import { crowdOf, settle } from './crowd'
import { addDaily, noDailyChanges } from './daily'
import { loadAliases } from './identity-store'
import { regroupAround } from './neighbourhood'
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
  const stored = await loadMembers(transaction, boardId, [...persons], { acting: false })
  const actors = [...stored.keys()]
  const { count, daily } = await deleteEvents(transaction, boardId, actors)
  const forgotten = await forgetIdentity(transaction, boardId, actors.filter(isUser).map(idOf))
  const left = await findLeft(transaction, boardId, stored, forgotten)

  // An id of theirs may have been seen with others too, or spoken of by their aliases: it is theirs from now on.
  const allIds = new Set([...actors.map(idOf), ...left])
  const seeds = [...allIds].flatMap((id) => [userActor(id), anonymousActor(id)])
  const crowd = crowdOf({ actors: new Map(), persons: new Map(), aliases: [] })
  await regroupAround(
    transaction,
    boardId,
    crowd,
    seeds,
    (actor) => !stored.has(actor) && crowd.stored.actors.get(actor)?.acts === true
  )
  const { statements } = await settle(transaction, boardId, crowd)
  sendTogether(transaction, [...statements, ...saveDaily(boardId, daily)])
  return count
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
  const { actors: known } = await loadActors(database, boardId, wanted)
  const persons = new Set<Actor>()
  if (user && known.has(user)) persons.add(known.get(user)?.person ?? user)
  const owner = anonymous && known.get(anonymous)?.person
  if (owner !== undefined && (user === undefined || !isUser(owner))) persons.add(owner)
  return persons
}

const DELETE_EVENTS = `
  WITH gone AS (
    DELETE FROM board.events WHERE board_id = $1 AND actor = ANY ($2::text[])
    RETURNING id, (time AT TIME ZONE 'UTC')::date AS day, type, event
  ), remembered AS (
    INSERT INTO board.deleted_events (board_id, digest)
    SELECT $1, encode(sha256(convert_to(id, 'UTF8')), 'hex') FROM gone ON CONFLICT DO NOTHING
  ), marked AS (
    UPDATE board.locks SET deletions = deletions + 1 WHERE board_id = $1
  )
  SELECT day, type, event ->> 'currency' AS currency, count(*) AS count, sum((event ->> 'amount')::numeric) AS amount
  FROM gone GROUP BY 1, 2, 3`

/** Deletes the events of these actors. Gives how many they were, and what goes from the days they lie on. */
async function deleteEvents(transaction: Queryable, boardId: number, actors: readonly Actor[]) {
  const rows = await transaction.query<{
    day: string
    type: string
    currency: string | null
    count: number
    amount: string | null
  }>(DELETE_EVENTS, [boardId, actors])
  const daily = noDailyChanges()
  for (const { day, type, currency, count, amount } of rows) {
    const money = { currency: currency ?? undefined, amount: -toMoney(amount ?? 0) }
    addDaily(daily, { day: parseDay(day), type, count: -count, ...money })
  }
  return { count: rows.reduce((sum, row) => sum + row.count, 0), daily }
}

/** Ids that users' events said something of. */
interface Forgotten {
  /** Anonymous ids that they were seen with. */
  seen: string[]
  /** What their aliases gave as previous ids. */
  named: string[]
}

/** Removes what these users' events said about who is who, and gives the ids that it was about. */
async function forgetIdentity(transaction: Queryable, boardId: number, userIds: readonly string[]): Promise<Forgotten> {
  const [{ seen, named }] = await transaction.query<{ seen: string[] | null; named: string[] | null }>(
    `WITH seen AS (
       DELETE FROM board.sightings WHERE board_id = $1 AND user_id = ANY ($2::text[]) RETURNING anonymous_id
     ), named AS (
       DELETE FROM board.aliases WHERE board_id = $1 AND user_id = ANY ($2::text[]) RETURNING previous_id
     )
     SELECT (SELECT json_agg(DISTINCT anonymous_id) FROM seen) AS seen, (SELECT json_agg(DISTINCT previous_id) FROM named) AS named`,
    [boardId, userIds]
  )
  return { seen: seen ?? [], named: named ?? [] }
}

/**
 * Of the ids that were spoken of those that may be somebody else's from now on. A device of one who stays was seen with them first, and is
 * theirs as before unless an alias speaks of it, too: who had it first may have any number of others, all of which would be looked at.
 */
async function findLeft(
  transaction: Queryable,
  boardId: number,
  gone: ReadonlyMap<Actor, unknown>,
  { seen, named }: Forgotten
): Promise<string[]> {
  const both = seen.flatMap((id) => [userActor(id), anonymousActor(id)])
  const { actors: known } = await loadActors(transaction, boardId, both)
  const aliases = await loadAliases(transaction, boardId, [], seen)
  const spokenOf = new Set([...named, ...aliases.map(({ previousId }) => previousId)])
  const stays = (id: string) => {
    const device = anonymousActor(id)
    return known.has(device) && !gone.has(device) && !known.has(userActor(id)) && !spokenOf.has(id)
  }
  return [...named, ...seen.filter((id) => !stays(id))]
}
