import type { Migration, Schema } from '../database'

/**
 * The tables of the pipeline. What a write key identifies is a source, and the source is the tenant: every primary and
 * unique key starts with `source_id`, so that a distributed PostgreSQL shards by it.
 *
 * A row of `deliveries` is at once the queue entry and the record of one (event, mapping). A queue library (pg-boss was
 * tried) would keep a second copy of that state, which a crash can leave different from the first, and its keys could
 * not start with the source. `mapping_id` is empty where the event met no mapping at all (`filtered`).
 *
 * `due_at` says when an open delivery may be taken. Whoever takes it holds it and moves `due_at` on by the length of a
 * lease: if that process dies, the delivery falls due again by itself.
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
  }
]

export const PIPELINE_SCHEMA: Schema = { name: 'pipeline', migrations }
