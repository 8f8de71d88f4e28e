import type { Migration } from '../../database'

/** Batches of events instead of a row each, and segments that are forgotten whole. What is on record is taken along. */
export const BATCHES: Migration = {
  name: '0004 batches',
  sql: `
    ALTER TABLE pipeline.events RENAME TO old_events;
    ALTER TABLE pipeline.deliveries RENAME TO old_deliveries;
    ALTER TABLE pipeline.refusals RENAME TO old_refusals;
    ALTER INDEX pipeline.deliveries_pkey RENAME TO old_deliveries_pkey;
    ALTER INDEX pipeline.refusals_pkey RENAME TO old_refusals_pkey;
    ALTER INDEX pipeline.deliveries_open RENAME TO old_deliveries_open;
    ALTER INDEX pipeline.refusals_by_time RENAME TO old_refusals_by_time;
    DROP TABLE pipeline.attempts;
    CREATE SEQUENCE pipeline.numbers START 1000000000 INCREMENT 10000000;
    CREATE TABLE pipeline.segments (
      kind text NOT NULL,
      segment int NOT NULL,
      opened_at timestamptz NOT NULL,
      PRIMARY KEY (kind, segment)
    );
    CREATE TABLE pipeline.message_ids (
      source_id text COLLATE "C" NOT NULL,
      digest uuid NOT NULL,
      segment int NOT NULL,
      batch_id bigint NOT NULL,
      position int NOT NULL,
      PRIMARY KEY (source_id, digest, segment)
    ) PARTITION BY LIST (segment);
    CREATE TABLE pipeline.batches (
      source_id text COLLATE "C" NOT NULL,
      batch_id bigint NOT NULL,
      segment int NOT NULL,
      received_at timestamptz NOT NULL,
      events int NOT NULL,
      keys text[] COLLATE "C" NOT NULL,
      body bytea NOT NULL,
      PRIMARY KEY (source_id, batch_id, segment)
    ) PARTITION BY LIST (segment);
    ALTER TABLE pipeline.batches ALTER body SET STORAGE EXTERNAL;
    CREATE INDEX batches_by_time ON pipeline.batches (source_id, received_at, batch_id);
    CREATE INDEX batches_by_key ON pipeline.batches USING gin (keys) WITH (fastupdate = off);
    CREATE TABLE pipeline.deliveries (
      source_id text COLLATE "C" NOT NULL,
      batch_id bigint NOT NULL,
      delivery_id bigint NOT NULL,
      segment int NOT NULL,
      mapping_id text COLLATE "C" NOT NULL,
      state text NOT NULL CHECK (state IN ('waiting', 'retrying', 'delivered', 'discarded', 'filtered')),
      events int NOT NULL,
      positions text NOT NULL,
      received_at timestamptz NOT NULL,
      due_at timestamptz,
      held boolean NOT NULL DEFAULT false,
      attempts int NOT NULL DEFAULT 0,
      failures int NOT NULL DEFAULT 0,
      failing_since timestamptz,
      attempt_id bigint,
      code text,
      reason text,
      finished_at timestamptz,
      PRIMARY KEY (source_id, batch_id, delivery_id, segment)
    ) PARTITION BY LIST (segment);
    CREATE INDEX deliveries_open ON pipeline.deliveries (source_id, mapping_id, due_at)
      WHERE state IN ('waiting', 'retrying');
    CREATE INDEX deliveries_amiss ON pipeline.deliveries (source_id, state, received_at)
      WHERE state IN ('retrying', 'discarded', 'filtered');
    CREATE TABLE pipeline.attempts (
      source_id text COLLATE "C" NOT NULL,
      attempt_id bigint NOT NULL,
      segment int NOT NULL,
      mapping_id text COLLATE "C" NOT NULL,
      started_at timestamptz NOT NULL,
      milliseconds int NOT NULL,
      events int NOT NULL,
      exchanges json NOT NULL,
      failed json,
      PRIMARY KEY (source_id, attempt_id, segment)
    ) PARTITION BY LIST (segment);
    CREATE INDEX attempts_failed ON pipeline.attempts (source_id, mapping_id, attempt_id) WHERE failed IS NOT NULL;
    CREATE TABLE pipeline.refusals (
      source_id text COLLATE "C" NOT NULL,
      refusal_id bigint NOT NULL,
      segment int NOT NULL,
      state text NOT NULL CHECK (state IN ('refused', 'duplicate', 'conflict')),
      received_at timestamptz NOT NULL,
      message_id text,
      type text,
      name text,
      user_id text,
      code text NOT NULL,
      reason text NOT NULL,
      event text,
      PRIMARY KEY (source_id, refusal_id, segment)
    ) PARTITION BY LIST (segment);
    CREATE INDEX refusals_by_id ON pipeline.refusals (source_id, message_id);
    CREATE TABLE pipeline.lanes (
      source_id text COLLATE "C" NOT NULL,
      mapping_id text COLLATE "C" NOT NULL,
      state text NOT NULL CHECK (state IN ('open', 'held', 'down', 'paused')),
      since timestamptz NOT NULL,
      until timestamptz NOT NULL,
      failures int NOT NULL,
      code text NOT NULL,
      reason text NOT NULL,
      revision int NOT NULL,
      PRIMARY KEY (source_id, mapping_id)
    );
    INSERT INTO pipeline.segments SELECT kind, 1, now() FROM (VALUES ('record'), ('ids')) AS each (kind);
    CREATE TABLE pipeline.message_ids_1 PARTITION OF pipeline.message_ids FOR VALUES IN (1);
    CREATE TABLE pipeline.batches_1 PARTITION OF pipeline.batches FOR VALUES IN (1);
    CREATE TABLE pipeline.deliveries_1 PARTITION OF pipeline.deliveries FOR VALUES IN (1);
    CREATE TABLE pipeline.attempts_1 PARTITION OF pipeline.attempts FOR VALUES IN (1);
    CREATE TABLE pipeline.refusals_1 PARTITION OF pipeline.refusals FOR VALUES IN (1);
    CREATE TABLE pipeline.old_places AS
      SELECT source_id, message_id, (number - 1) / 200 + 1 AS batch_id, ((number - 1) % 200)::int AS position
      FROM (SELECT source_id, message_id, row_number() OVER (PARTITION BY source_id ORDER BY received_at, message_id)
            AS number FROM pipeline.old_events) AS numbered;
    INSERT INTO pipeline.message_ids (source_id, digest, segment, batch_id, position)
      SELECT source_id, encode(substr(sha256(convert_to(message_id, 'UTF8')), 1, 16), 'hex')::uuid, 1, batch_id, position
      FROM pipeline.old_places;
    INSERT INTO pipeline.batches (source_id, batch_id, segment, received_at, events, keys, body)
      SELECT source_id, batch_id, 1, max(received_at), count(*),
        array_remove(array_agg(DISTINCT user_id) || array_agg(DISTINCT anonymous_id) || array_agg(DISTINCT name), NULL),
        convert_to(string_agg(event::text, E'\\n' ORDER BY position), 'UTF8')
      FROM pipeline.old_places JOIN pipeline.old_events USING (source_id, message_id)
      GROUP BY source_id, batch_id;
    INSERT INTO pipeline.deliveries (source_id, batch_id, delivery_id, segment, mapping_id, state, events, positions,
        received_at, due_at, held, attempts, failing_since, code, reason, finished_at)
      SELECT source_id, batch_id, row_number() OVER (PARTITION BY source_id), 1, mapping_id, state, count(*),
        string_agg(position::text, ' ' ORDER BY position), max(batch.received_at), due_at, held, attempts,
        CASE WHEN state = 'retrying' THEN min(since) END, code, reason, max(finished_at)
      FROM pipeline.old_deliveries
      JOIN pipeline.old_places USING (source_id, message_id)
      JOIN pipeline.batches AS batch USING (source_id, batch_id)
      GROUP BY source_id, batch_id, mapping_id, state, due_at, held, attempts, code, reason;
    INSERT INTO pipeline.refusals (source_id, refusal_id, segment, state, received_at, message_id, type, name, user_id,
        code, reason, event)
      SELECT source_id, row_number() OVER (PARTITION BY source_id ORDER BY received_at), 1, 'refused', received_at,
        message_id, type, name, user_id, code, reason, event
      FROM pipeline.old_refusals;
    DROP TABLE pipeline.old_places;
    DROP TABLE pipeline.old_events;
    DROP TABLE pipeline.old_deliveries;
    DROP TABLE pipeline.old_refusals;`
}
