import type { Migration } from '../../database'

/** What is asked about all that is on record is kept ready for every segment that is no longer written to. */
export const ROLLUPS: Migration = {
  name: '0010 rollups',
  sql: `
    CREATE TABLE pipeline.rollups (
      source_id text COLLATE "C" NOT NULL,
      segment int NOT NULL,
      topic text COLLATE "C" NOT NULL,
      revision int NOT NULL,
      open bigint NOT NULL,
      first_at timestamptz,
      last_at timestamptz,
      rows json,
      PRIMARY KEY (source_id, segment, topic)
    );`
}
