import type { Queryable } from '../../database'
import type { Mapping } from '../match/mapping'

/** Of a mapping so many versions are kept, the newest ones. */
export const MOST_VERSIONS = 100

/** A mapping as it was saved once. */
export interface MappingVersion extends Pick<Mapping, 'name' | 'partnerAction' | 'subscribe' | 'mapping' | 'enabled'> {
  version: number
  savedAt: Date
}

const ADD = `
  INSERT INTO pipeline.mapping_versions
    (source_id, mapping_id, version, saved_at, name, partner_action, subscribe, mapping, enabled)
  SELECT source_id, mapping_id,
    (SELECT coalesce(max(version), 0) + 1 FROM pipeline.mapping_versions WHERE source_id = $1 AND mapping_id = $2),
    updated_at, name, partner_action, subscribe, mapping, enabled
  FROM pipeline.mappings WHERE source_id = $1 AND mapping_id = $2
  RETURNING version`

const FORGET = `DELETE FROM pipeline.mapping_versions WHERE source_id = $1 AND mapping_id = $2 AND version <= $3`

/** Keeps a mapping as it is now; in the transaction that has changed it. */
export async function addVersion(transaction: Queryable, sourceId: string, mappingId: string): Promise<void> {
  const [{ version }] = await transaction.query<{ version: number }>(ADD, [sourceId, mappingId])
  await transaction.query(FORGET, [sourceId, mappingId, version - MOST_VERSIONS])
}

const SELECT_VERSIONS = `
  SELECT version, saved_at AS "savedAt", name, partner_action AS "partnerAction", subscribe, mapping, enabled
  FROM pipeline.mapping_versions WHERE source_id = $1 AND mapping_id = $2 ORDER BY version DESC`

/** What a mapping was each time that it was saved, the newest first. */
export async function selectVersions(
  database: Queryable,
  sourceId: string,
  mappingId: string
): Promise<MappingVersion[]> {
  return database.query<MappingVersion>(SELECT_VERSIONS, [sourceId, mappingId])
}
