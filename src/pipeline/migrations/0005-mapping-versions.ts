import type { Migration } from '../../database'

/** Every mapping as it was saved, one row each time; those that are there are the first of their kind. */
export const MAPPING_VERSIONS: Migration = {
  name: '0005 mapping versions',
  sql: `
    CREATE TABLE pipeline.mapping_versions (
      source_id text COLLATE "C" NOT NULL,
      mapping_id text COLLATE "C" NOT NULL,
      version integer NOT NULL,
      saved_at timestamptz NOT NULL,
      name text NOT NULL,
      partner_action text NOT NULL,
      subscribe text NOT NULL,
      mapping jsonb NOT NULL,
      enabled boolean NOT NULL,
      PRIMARY KEY (source_id, mapping_id, version)
    );
    INSERT INTO pipeline.mapping_versions
      (source_id, mapping_id, version, saved_at, name, partner_action, subscribe, mapping, enabled)
    SELECT source_id, mapping_id, 1, updated_at, name, partner_action, subscribe, mapping, enabled
    FROM pipeline.mappings;`
}
