import type { Migration } from '../../database'

/** A row for each event and for each delivery: `0004 batches` packs them. */
export const FIRST_TABLES: readonly Migration[] = [
  {
    name: '0001 sources and mappings',
    sql: `
      CREATE TABLE pipeline.sources (
        source_id text PRIMARY KEY,
        name text NOT NULL,
        settings jsonb NOT NULL,
        given_settings text NOT NULL,
        enabled boolean NOT NULL DEFAULT true,
        revision int NOT NULL DEFAULT 1
      );
      CREATE TABLE pipeline.mappings (
        source_id text NOT NULL,
        mapping_id text NOT NULL,
        position int NOT NULL,
        name text NOT NULL,
        preset text,
        partner_action text NOT NULL,
        subscribe text NOT NULL,
        mapping jsonb NOT NULL,
        enabled boolean NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (source_id, mapping_id)
      );`
  },
  {
    name: '0002 events and deliveries',
    sql: `
      CREATE TABLE pipeline.events (
        source_id text NOT NULL,
        message_id text NOT NULL,
        received_at timestamptz NOT NULL,
        type text NOT NULL,
        name text,
        user_id text,
        anonymous_id text,
        event json NOT NULL,
        PRIMARY KEY (source_id, message_id)
      );
      CREATE INDEX events_by_time ON pipeline.events (source_id, received_at);
      CREATE TABLE pipeline.deliveries (
        source_id text NOT NULL,
        message_id text NOT NULL,
        mapping_id text NOT NULL,
        state text NOT NULL CHECK (state IN ('waiting', 'retrying', 'delivered', 'discarded', 'filtered')),
        since timestamptz NOT NULL,
        due_at timestamptz,
        held boolean NOT NULL DEFAULT false,
        attempts int NOT NULL DEFAULT 0,
        attempt_ids text[],
        code text,
        reason text,
        finished_at timestamptz,
        PRIMARY KEY (source_id, message_id, mapping_id)
      );
      CREATE INDEX deliveries_open ON pipeline.deliveries (source_id, mapping_id, state, due_at)
        WHERE state IN ('waiting', 'retrying');
      CREATE INDEX deliveries_exceptional ON pipeline.deliveries (source_id, state, since)
        WHERE state IN ('discarded', 'filtered');
      CREATE TABLE pipeline.attempts (
        source_id text NOT NULL,
        attempt_id text NOT NULL,
        mapping_id text NOT NULL,
        started_at timestamptz NOT NULL,
        milliseconds int NOT NULL,
        events int NOT NULL,
        exchanges json NOT NULL,
        PRIMARY KEY (source_id, attempt_id)
      );
      CREATE INDEX attempts_by_time ON pipeline.attempts (source_id, started_at);
      CREATE TABLE pipeline.refusals (
        source_id text NOT NULL,
        refusal_id text NOT NULL,
        received_at timestamptz NOT NULL,
        message_id text,
        type text,
        name text,
        user_id text,
        code text NOT NULL,
        reason text NOT NULL,
        event text NOT NULL,
        PRIMARY KEY (source_id, refusal_id)
      );
      CREATE INDEX refusals_by_time ON pipeline.refusals (source_id, received_at);`
  },
  {
    name: '0003 sessions of the page',
    sql: `
      CREATE TABLE pipeline.sessions (
        door text NOT NULL,
        digest text NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (door, digest)
      );`
  }
]
