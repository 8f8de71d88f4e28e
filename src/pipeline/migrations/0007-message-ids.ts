import type { Migration } from '../../database'

/**
 * Message ids lie with their batches and in sealed runs, instead of a row and an entry of an index each. Those that are known are taken
 * along, in runs as large as those to come; whoever looks at a run first makes its filter.
 */
export const MESSAGE_IDS: Migration = {
  name: '0007 message ids',
  sql: `
    CREATE TABLE pipeline.locks (
      source_id text COLLATE "C" NOT NULL,
      changes bigint NOT NULL DEFAULT 0,
      PRIMARY KEY (source_id)
    );
    CREATE TABLE pipeline.message_id_runs (
      source_id text COLLATE "C" NOT NULL,
      run bigint NOT NULL,
      sealed_at timestamptz NOT NULL,
      pages int NOT NULL,
      filter bytea,
      PRIMARY KEY (source_id, run)
    );
    CREATE TABLE pipeline.message_id_pages (
      source_id text COLLATE "C" NOT NULL,
      run bigint NOT NULL,
      page int NOT NULL,
      ids bytea NOT NULL,
      PRIMARY KEY (source_id, run, page)
    );
    ALTER TABLE pipeline.message_id_pages ALTER ids SET STORAGE EXTERNAL;
    ALTER TABLE pipeline.batches
      ADD change bigint NOT NULL DEFAULT 0,
      ADD digests bytea NOT NULL DEFAULT '',
      ALTER digests SET STORAGE EXTERNAL;
    CREATE INDEX batches_by_change ON pipeline.batches (source_id, change) WHERE change > 0;
    CREATE TABLE pipeline.numbered_ids AS
      SELECT source_id, digest, batch_id, position,
        (row_number() OVER (PARTITION BY source_id ORDER BY segment, batch_id) - 1) / 50000 + 1 AS run
      FROM pipeline.message_ids;
    INSERT INTO pipeline.message_id_runs (source_id, run, sealed_at, pages)
      SELECT source_id, run, now(), ceil(count(*) / 48.0) FROM pipeline.numbered_ids GROUP BY source_id, run;
    INSERT INTO pipeline.message_id_pages (source_id, run, page, ids)
      SELECT source_id, run, (('x' || left(digest::text, 8))::bit(32)::bigint * pages) >> 32,
        string_agg(uuid_send(digest) || int8send(batch_id) || int2send(position::int2), '')
      FROM pipeline.numbered_ids JOIN pipeline.message_id_runs USING (source_id, run) GROUP BY 1, 2, 3;
    DROP TABLE pipeline.numbered_ids;
    INSERT INTO pipeline.locks (source_id, changes)
      SELECT source_id, max(run) FROM pipeline.message_id_runs GROUP BY source_id;
    DROP TABLE pipeline.message_ids;
    DELETE FROM pipeline.segments WHERE kind = 'ids';
    ALTER TABLE pipeline.segments DROP COLUMN kind, ADD PRIMARY KEY (segment);`
}
