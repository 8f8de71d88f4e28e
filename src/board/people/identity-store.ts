import { Queryable } from '../../database'
import type { Statement } from '../store/statements'
import type { Alias, Sighting } from './identity'
import { formatMoment, parseMoment } from './moment'

/** Records that anonymous ids were seen with users. Of each pair the first time stays. */
export function saveSightings(boardId: number, sightings: readonly Sighting[]): Statement[] {
  if (sightings.length === 0) return []
  const rows = sightings.map(({ userId, anonymousId, first }) => [userId, anonymousId, formatMoment(first)])
  return [
    ($) => `INSERT INTO board.sightings AS known (board_id, user_id, anonymous_id, first)
      SELECT ${$(boardId)}::int, row ->> 0, row ->> 1, row ->> 2 FROM json_array_elements(${$(JSON.stringify(rows))}::json) AS row
      ON CONFLICT (board_id, user_id, anonymous_id) DO UPDATE SET first = excluded.first
      WHERE excluded.first < known.first`
  ]
}

/** Records aliases. Of each pair the first and the last time stay. */
export function saveAliases(boardId: number, aliases: readonly Alias[]): Statement[] {
  if (aliases.length === 0) return []
  const rows = aliases.map(({ userId, previousId, first, last }) => [
    userId,
    previousId,
    formatMoment(first),
    formatMoment(last)
  ])
  return [
    ($) => `INSERT INTO board.aliases AS known (board_id, user_id, previous_id, first, last)
      SELECT ${$(boardId)}::int, row ->> 0, row ->> 1, row ->> 2, row ->> 3
      FROM json_array_elements(${$(JSON.stringify(rows))}::json) AS row
      ON CONFLICT (board_id, user_id, previous_id) DO UPDATE
        SET first = least(known.first, excluded.first), last = greatest(known.last, excluded.last)`
  ]
}

/** An alias as a row is handed over. */
export type AliasRow = [userId: string, previousId: string, first: string, last: string]

export function toAlias([userId, previousId, first, last]: AliasRow): Alias {
  return { userId, previousId, first: parseMoment(first), last: parseMoment(last) }
}

/**
 * The aliases that name one of these users, and those of which one of the other ids is the previous one; by one look into an
 * index for each id, as in `actor-store.ts`.
 */
export async function loadAliases(
  database: Queryable,
  boardId: number,
  userIds: readonly string[],
  previousIds: readonly string[]
): Promise<Alias[]> {
  const rows = await database.query<{ user_id: string; previous_id: string; first: string; last: string }>(
    `SELECT named.* FROM unnest($2::text[]) AS wanted (id) CROSS JOIN LATERAL (
       SELECT user_id, previous_id, first, last FROM board.aliases
       WHERE board_id = $1 AND user_id = wanted.id OFFSET 0) AS named
     UNION
     SELECT spoken_of.* FROM unnest($3::text[]) AS wanted (id) CROSS JOIN LATERAL (
       SELECT user_id, previous_id, first, last FROM board.aliases
       WHERE board_id = $1 AND previous_id = wanted.id OFFSET 0) AS spoken_of`,
    [boardId, userIds, previousIds]
  )
  return rows.map((row) => toAlias([row.user_id, row.previous_id, row.first, row.last]))
}

/** The first sighting of each of these anonymous ids that has one. */
export async function loadFirstSightings(
  database: Queryable,
  boardId: number,
  anonymousIds: readonly string[]
): Promise<Sighting[]> {
  const rows = await database.query<{ user_id: string; anonymous_id: string; first: string }>(
    `SELECT earliest.user_id, earliest.anonymous_id, earliest.first
     FROM unnest($2::text[]) AS wanted (anonymous_id) CROSS JOIN LATERAL (
       SELECT user_id, sightings.anonymous_id, first FROM board.sightings
       WHERE board_id = $1 AND sightings.anonymous_id = wanted.anonymous_id ORDER BY first LIMIT 1) AS earliest`,
    [boardId, anonymousIds]
  )
  return rows.map((row) => ({ userId: row.user_id, anonymousId: row.anonymous_id, first: parseMoment(row.first) }))
}
