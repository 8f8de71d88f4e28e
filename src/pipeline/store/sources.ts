import { createHash, randomUUID } from 'node:crypto'
import type { JSONObject } from '@segment/actions-core'
import type { Database, Queryable } from '../../database'
import type { Definition } from '../deliver/exchange'
import type { Settings } from '../deliver/redact'
import type { Mapping } from '../match/mapping'
import { presetMappings } from '../match/presets'
import { discardOrphans } from './deliveries'
import { addVersion } from './mapping-versions'

/** What a write key identifies, with the settings of its destination. */
export interface Source {
  id: string
  name: string
  settings: Settings
  enabled: boolean
  /** Goes up with every change to the source or its mappings, so that other processes notice. */
  revision: number
}

/**
 * Makes a source known; a new one gets the definition's automatic presets as its mappings. The latest change of the
 * settings counts: what was saved on the page stays until the start is given settings other than last time.
 */
export async function registerSource(
  database: Database,
  { id, name, settings }: Pick<Source, 'id' | 'name' | 'settings'>,
  definition: Definition,
  now: Date
): Promise<void> {
  const given = createHash('sha256').update(JSON.stringify(settings)).digest('hex')
  await database.transaction(async (transaction) => {
    const created = await transaction.query(
      `INSERT INTO pipeline.sources (source_id, name, settings, given_settings) VALUES ($1, $2, $3::text::jsonb, $4)
       ON CONFLICT (source_id) DO NOTHING RETURNING source_id`,
      [id, name, JSON.stringify(settings), given]
    )
    if (created.length > 0) {
      const mappings = presetMappings(definition, now).map((mapping) => ({ ...mapping, id: randomUUID() }))
      return insertMappings(transaction, id, mappings)
    }
    await transaction.query(
      `UPDATE pipeline.sources SET settings = $2::text::jsonb, given_settings = $3, revision = revision + 1
       WHERE source_id = $1 AND given_settings <> $3`,
      [id, JSON.stringify(settings), given]
    )
    await transaction.query(`UPDATE pipeline.sources SET name = $2 WHERE source_id = $1 AND name <> $2`, [id, name])
  })
}

export async function insertMappings(
  database: Queryable,
  sourceId: string,
  mappings: readonly Mapping[]
): Promise<void> {
  for (const { id, position, name, preset, partnerAction, subscribe, mapping, enabled, updatedAt } of mappings) {
    await database.query(
      `INSERT INTO pipeline.mappings (source_id, mapping_id, position, name, preset, partner_action, subscribe,
         mapping, enabled, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text::jsonb, $9, $10)`,
      [sourceId, id, position, name, preset, partnerAction, subscribe, JSON.stringify(mapping), enabled, updatedAt]
    )
    await addVersion(database, sourceId, id)
  }
}

export async function selectSources(database: Queryable, ids: readonly string[]): Promise<Source[]> {
  return database.query<Source>(
    `SELECT source_id AS id, name, settings, enabled, revision FROM pipeline.sources
     WHERE source_id = ANY($1::text[]) ORDER BY source_id`,
    [ids]
  )
}

export async function selectMappings(database: Queryable, sourceId: string): Promise<Mapping[]> {
  return database.query<Mapping>(
    `SELECT mapping_id AS id, position, name, preset, partner_action AS "partnerAction", subscribe, mapping, enabled,
       updated_at AS "updatedAt"
     FROM pipeline.mappings WHERE source_id = $1 ORDER BY position, mapping_id`,
    [sourceId]
  )
}

/** Tells the other processes, which look at the revision every second or so, to load the source anew. */
export async function touchSource(database: Queryable, sourceId: string): Promise<void> {
  await database.query(`UPDATE pipeline.sources SET revision = revision + 1 WHERE source_id = $1`, [sourceId])
}

export async function updateMapping(database: Queryable, sourceId: string, mapping: Mapping): Promise<void> {
  const { id, position, name, preset, partnerAction, subscribe, enabled, updatedAt } = mapping
  const fields: JSONObject = mapping.mapping
  await database.query(
    `UPDATE pipeline.mappings SET position = $3, name = $4, preset = $5, partner_action = $6, subscribe = $7,
       mapping = $8::text::jsonb, enabled = $9, updated_at = $10 WHERE source_id = $1 AND mapping_id = $2`,
    [sourceId, id, position, name, preset, partnerAction, subscribe, JSON.stringify(fields), enabled, updatedAt]
  )
  await addVersion(database, sourceId, id)
}

/** Deletes a mapping; what it had not begun to deliver is discarded. */
export async function deleteMapping(
  database: Queryable,
  sourceId: string,
  mappingId: string,
  now: Date
): Promise<void> {
  await database.query(`DELETE FROM pipeline.mappings WHERE source_id = $1 AND mapping_id = $2`, [sourceId, mappingId])
  await discardOrphans(database, sourceId, now)
}

export async function updateSettings(database: Queryable, sourceId: string, settings: Settings, enabled: boolean) {
  await database.query(
    `UPDATE pipeline.sources SET settings = $2::text::jsonb, enabled = $3, revision = revision + 1 WHERE source_id = $1`,
    [sourceId, JSON.stringify(settings), enabled]
  )
}
