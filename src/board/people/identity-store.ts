import { Queryable } from '../../database'
import { Statement, saveRows } from '../store/statements'
import type { Alias, Sighting } from './identity'
import { formatMoment, parseMoment } from './moment'

const SIGHTINGS = {
  name: 'sightings',
  key: { user_id: 'text', anonymous_id: 'text' },
  values: { first: 'text' }
} as const

/** Records that anonymous ids were seen with users. Of each pair the first time stays. */
export function saveSightings(boardId: number, sightings: readonly Sighting[]): Statement[] {
  const rows = sightings.map(({ userId, anonymousId, first }) => {
    return { user_id: userId, anonymous_id: anonymousId, first: formatMoment(first) }
  })
  return saveRows(boardId, SIGHTINGS, rows, { existing: () => 'excluded.first WHERE excluded.first < known.first' })
}

const ALIASES = {
  name: 'aliases',
  key: { user_id: 'text', previous_id: 'text' },
  values: { first: 'text', last: 'text' }
} as const

/** Records aliases. Of each pair the first and the last time stay. */
export function saveAliases(boardId: number, aliases: readonly Alias[]): Statement[] {
  const rows = aliases.map(({ userId, previousId, first, last }) => {
    return { user_id: userId, previous_id: previousId, first: formatMoment(first), last: formatMoment(last) }
  })
  const edge = (column: string) => (column === 'first' ? 'least' : 'greatest')
  return saveRows(boardId, ALIASES, rows, {
    existing: (column) => `${edge(column)}(known.${column}, excluded.${column})`
  })
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
