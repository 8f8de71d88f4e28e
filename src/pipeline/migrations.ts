import type { Migration, Schema } from '../database'

/**
 * The tables of the pipeline. What a write key identifies is a source, and the source is the tenant: every primary and
 * unique key starts with `source_id`, so that a distributed PostgreSQL shards by it. `segments` alone belongs to nobody.
 *
 * What is accepted together is one row of `batches`: its events, a line of JSON each, packed. A row of `deliveries` is a set
 * of events of one batch (`positions`) that stand alike with one mapping: queue entry and record in one, so that no crash
 * leaves the two different. `mapping_id` is empty where events met no mapping. A delivered event has cost one row of
 * `message_ids` and a share of a batch, of a delivery and of an attempt.
 *
 * | from | to | who | when |
 * |---|---|---|---|
 * | – | waiting, filtered | the receiver | the event is committed; the answer comes after |
 * | waiting, retrying | (held) | whoever takes it: `held`, and `due_at` is the end of the lease; a taker that dies lets it fall due |
 * | waiting, retrying | delivered, discarded, filtered | the courier that holds it | what came of an attempt, event by event |
 * | waiting, retrying | retrying | the courier that holds it | the attempt failed for now; `due_at` is the next one |
 * | waiting, retrying | discarded | who deletes the mapping or discards by hand; never what is held | |
 * | discarded, filtered | waiting | who sends again | with new retries |
 *
 * A row whose events come to different ends is split: the first of its outcomes keeps it, each other one gets a row.
 * `failures` counts the times that it failed with its whole batch while the endpoint was well: from two on it is halved.
 *
 * A lane is one mapping of one source; `lanes` has a row where it does not simply go (`open`: it went again):
 *
 * | state | means | goes on |
 * |---|---|---|
 * | held | the endpoint named a time (429, Retry-After) | at `until` |
 * | down | the endpoint is not well | one probe at a time, each at `until`; the first that passes opens it |
 * | paused | the endpoint refuses the settings (401, 403) | when the source changes, or its own test passes, tried at `until` |
 *
 * All but `lanes`, `sources` and `mappings` is partitioned by segment, numbered in the order in which they were opened:
 * forgetting drops a segment whole. Message ids have segments of their own, because they must outlast the record.
 */
const migrations: readonly Migration[] = [
  {
    name: '0001 sources and mappings',
    sql: `
      create table pipeline.sources (
        source_id text primary key,
        name text not null,
        settings jsonb not null,
        given_settings text not null,
        enabled boolean not null default true,
        revision int not null default 1
      );
      create table pipeline.mappings (
        source_id text not null,
        mapping_id text not null,
        position int not null,
        name text not null,
        preset text,
        partner_action text not null,
        subscribe text not null,
        mapping jsonb not null,
        enabled boolean not null,
        updated_at timestamptz not null,
        primary key (source_id, mapping_id)
      );`
  },
  {
    name: '0002 events and deliveries',
    sql: `
      create table pipeline.events (
        source_id text not null,
        message_id text not null,
        received_at timestamptz not null,
        type text not null,
        name text,
        user_id text,
        anonymous_id text,
        event json not null,
        primary key (source_id, message_id)
      );
      create index events_by_time on pipeline.events (source_id, received_at);
      create table pipeline.deliveries (
        source_id text not null,
        message_id text not null,
        mapping_id text not null,
        state text not null check (state in ('waiting', 'retrying', 'delivered', 'discarded', 'filtered')),
        since timestamptz not null,
        due_at timestamptz,
        held boolean not null default false,
        attempts int not null default 0,
        attempt_ids text[],
        code text,
        reason text,
        finished_at timestamptz,
        primary key (source_id, message_id, mapping_id)
      );
      create index deliveries_open on pipeline.deliveries (source_id, mapping_id, state, due_at)
        where state in ('waiting', 'retrying');
      create index deliveries_exceptional on pipeline.deliveries (source_id, state, since)
        where state in ('discarded', 'filtered');
      create table pipeline.attempts (
        source_id text not null,
        attempt_id text not null,
        mapping_id text not null,
        started_at timestamptz not null,
        milliseconds int not null,
        events int not null,
        exchanges json not null,
        primary key (source_id, attempt_id)
      );
      create index attempts_by_time on pipeline.attempts (source_id, started_at);
      create table pipeline.refusals (
        source_id text not null,
        refusal_id text not null,
        received_at timestamptz not null,
        message_id text,
        type text,
        name text,
        user_id text,
        code text not null,
        reason text not null,
        event text not null,
        primary key (source_id, refusal_id)
      );
      create index refusals_by_time on pipeline.refusals (source_id, received_at);`
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
  },
  {
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
        message_id text COLLATE "C" NOT NULL,
        segment int NOT NULL,
        batch_id bigint NOT NULL,
        position int NOT NULL,
        PRIMARY KEY (source_id, message_id, segment)
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
      INSERT INTO pipeline.message_ids (source_id, message_id, segment, batch_id, position)
        SELECT source_id, message_id, 1, (number - 1) / 200 + 1, (number - 1) % 200
        FROM (SELECT source_id, message_id, row_number() OVER (PARTITION BY source_id ORDER BY received_at, message_id)
              AS number FROM pipeline.old_events) AS numbered;
      INSERT INTO pipeline.batches (source_id, batch_id, segment, received_at, events, keys, body)
        SELECT source_id, batch_id, 1, max(received_at), count(*),
          array_remove(array_agg(DISTINCT user_id) || array_agg(DISTINCT anonymous_id) || array_agg(DISTINCT name), NULL),
          convert_to(string_agg(event::text, E'\\n' ORDER BY position), 'UTF8')
        FROM pipeline.message_ids JOIN pipeline.old_events USING (source_id, message_id)
        GROUP BY source_id, batch_id;
      INSERT INTO pipeline.deliveries (source_id, batch_id, delivery_id, segment, mapping_id, state, events, positions,
          received_at, due_at, held, attempts, failing_since, code, reason, finished_at)
        SELECT source_id, batch_id, row_number() OVER (PARTITION BY source_id), 1, mapping_id, state, count(*),
          string_agg(position::text, ' ' ORDER BY position), max(batch.received_at), due_at, held, attempts,
          CASE WHEN state = 'retrying' THEN min(since) END, code, reason, max(finished_at)
        FROM pipeline.old_deliveries
        JOIN pipeline.message_ids USING (source_id, message_id)
        JOIN pipeline.batches AS batch USING (source_id, batch_id)
        GROUP BY source_id, batch_id, mapping_id, state, due_at, held, attempts, code, reason;
      INSERT INTO pipeline.refusals (source_id, refusal_id, segment, state, received_at, message_id, type, name, user_id,
          code, reason, event)
        SELECT source_id, row_number() OVER (PARTITION BY source_id ORDER BY received_at), 1, 'refused', received_at,
          message_id, type, name, user_id, code, reason, event
        FROM pipeline.old_refusals;
      DROP TABLE pipeline.old_events;
      DROP TABLE pipeline.old_deliveries;
      DROP TABLE pipeline.old_refusals;`
  }
]

export const PIPELINE_SCHEMA: Schema = { name: 'pipeline', migrations }
