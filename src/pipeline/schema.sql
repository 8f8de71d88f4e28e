-- Generated: the tables after all migrations. WRITE_SCHEMA=1 npx jest __tests__/schema.test.ts writes it anew.

CREATE TABLE pipeline.alerts (
  source_id text COLLATE "C" NOT NULL,
  kind text NOT NULL,
  subject text COLLATE "C" NOT NULL,
  message text NOT NULL,
  began_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  told_begin boolean DEFAULT false NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  due_at timestamp with time zone NOT NULL,
  PRIMARY KEY (source_id, kind, subject)
);

CREATE TABLE pipeline.attempts (
  source_id text COLLATE "C" NOT NULL,
  attempt_id bigint NOT NULL,
  segment integer NOT NULL,
  mapping_id text COLLATE "C" NOT NULL,
  started_at timestamp with time zone NOT NULL,
  milliseconds integer NOT NULL,
  events integer NOT NULL,
  exchanges json NOT NULL,
  failed json,
  PRIMARY KEY (source_id, attempt_id, segment)
) PARTITION BY LIST (segment);
CREATE INDEX attempts_failed ON ONLY pipeline.attempts USING btree (source_id, mapping_id, attempt_id) WHERE (failed IS NOT NULL);

CREATE TABLE pipeline.batches (
  source_id text COLLATE "C" NOT NULL,
  batch_id bigint NOT NULL,
  segment integer NOT NULL,
  received_at timestamp with time zone NOT NULL,
  events integer NOT NULL,
  keys text[] COLLATE "C" NOT NULL,
  body bytea NOT NULL,
  change bigint DEFAULT 0 NOT NULL,
  digests bytea DEFAULT '\x'::bytea NOT NULL,
  PRIMARY KEY (source_id, batch_id, segment)
) PARTITION BY LIST (segment);
CREATE INDEX batches_by_change ON ONLY pipeline.batches USING btree (source_id, change) WHERE (change > 0);
CREATE INDEX batches_by_key ON ONLY pipeline.batches USING gin (keys) WITH (fastupdate=off);
CREATE INDEX batches_by_time ON ONLY pipeline.batches USING btree (source_id, received_at, batch_id) INCLUDE (events, segment);

CREATE TABLE pipeline.deliveries (
  source_id text COLLATE "C" NOT NULL,
  batch_id bigint NOT NULL,
  delivery_id bigint NOT NULL,
  segment integer NOT NULL,
  mapping_id text COLLATE "C" NOT NULL,
  state text NOT NULL,
  events integer NOT NULL,
  positions text NOT NULL,
  received_at timestamp with time zone NOT NULL,
  due_at timestamp with time zone,
  held boolean DEFAULT false NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  failures integer DEFAULT 0 NOT NULL,
  failing_since timestamp with time zone,
  attempt_id bigint,
  code text,
  reason text,
  finished_at timestamp with time zone,
  PRIMARY KEY (source_id, batch_id, delivery_id, segment),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'retrying'::text, 'delivered'::text, 'discarded'::text, 'filtered'::text])))
) PARTITION BY LIST (segment);
CREATE INDEX deliveries_amiss ON ONLY pipeline.deliveries USING btree (source_id, state, received_at) WHERE (state = ANY (ARRAY['retrying'::text, 'discarded'::text, 'filtered'::text]));
CREATE INDEX deliveries_open ON ONLY pipeline.deliveries USING btree (source_id, mapping_id, due_at) WHERE (state = ANY (ARRAY['waiting'::text, 'retrying'::text]));

CREATE TABLE pipeline.lanes (
  source_id text COLLATE "C" NOT NULL,
  mapping_id text COLLATE "C" NOT NULL,
  state text NOT NULL,
  since timestamp with time zone NOT NULL,
  until timestamp with time zone NOT NULL,
  failures integer NOT NULL,
  code text NOT NULL,
  reason text NOT NULL,
  revision integer NOT NULL,
  PRIMARY KEY (source_id, mapping_id),
  CHECK ((state = ANY (ARRAY['open'::text, 'held'::text, 'down'::text, 'paused'::text])))
);

CREATE TABLE pipeline.locks (
  source_id text COLLATE "C" NOT NULL,
  changes bigint DEFAULT 0 NOT NULL,
  PRIMARY KEY (source_id)
);

CREATE TABLE pipeline.mapping_versions (
  source_id text COLLATE "C" NOT NULL,
  mapping_id text COLLATE "C" NOT NULL,
  version integer NOT NULL,
  saved_at timestamp with time zone NOT NULL,
  name text NOT NULL,
  partner_action text NOT NULL,
  subscribe text NOT NULL,
  mapping jsonb NOT NULL,
  enabled boolean NOT NULL,
  PRIMARY KEY (source_id, mapping_id, version)
);

CREATE TABLE pipeline.mappings (
  source_id text NOT NULL,
  mapping_id text NOT NULL,
  position integer NOT NULL,
  name text NOT NULL,
  preset text,
  partner_action text NOT NULL,
  subscribe text NOT NULL,
  mapping jsonb NOT NULL,
  enabled boolean NOT NULL,
  updated_at timestamp with time zone NOT NULL,
  PRIMARY KEY (source_id, mapping_id)
);

CREATE TABLE pipeline.message_id_pages (
  source_id text COLLATE "C" NOT NULL,
  run bigint NOT NULL,
  page integer NOT NULL,
  ids bytea NOT NULL,
  PRIMARY KEY (source_id, run, page)
);

CREATE TABLE pipeline.message_id_runs (
  source_id text COLLATE "C" NOT NULL,
  run bigint NOT NULL,
  sealed_at timestamp with time zone NOT NULL,
  pages integer NOT NULL,
  filter bytea,
  PRIMARY KEY (source_id, run)
);

CREATE TABLE pipeline.migrations (
  name text NOT NULL,
  applied_at timestamp with time zone DEFAULT now() NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE pipeline.refusals (
  source_id text COLLATE "C" NOT NULL,
  refusal_id bigint NOT NULL,
  segment integer NOT NULL,
  state text NOT NULL,
  received_at timestamp with time zone NOT NULL,
  message_id text,
  type text,
  name text,
  user_id text,
  code text NOT NULL,
  reason text NOT NULL,
  event text,
  PRIMARY KEY (source_id, refusal_id, segment),
  CHECK ((state = ANY (ARRAY['refused'::text, 'duplicate'::text, 'conflict'::text])))
) PARTITION BY LIST (segment);
CREATE INDEX refusals_by_id ON ONLY pipeline.refusals USING btree (source_id, message_id);

CREATE TABLE pipeline.rollups (
  source_id text COLLATE "C" NOT NULL,
  segment integer NOT NULL,
  topic text COLLATE "C" NOT NULL,
  revision integer NOT NULL,
  open bigint NOT NULL,
  first_at timestamp with time zone,
  last_at timestamp with time zone,
  rows json,
  PRIMARY KEY (source_id, segment, topic)
);

CREATE TABLE pipeline.segments (
  segment integer NOT NULL,
  opened_at timestamp with time zone NOT NULL,
  revision integer DEFAULT 0 NOT NULL,
  PRIMARY KEY (segment)
);

CREATE TABLE pipeline.sessions (
  door text NOT NULL,
  digest text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  PRIMARY KEY (door, digest)
);

CREATE TABLE pipeline.sources (
  source_id text NOT NULL,
  name text NOT NULL,
  settings jsonb NOT NULL,
  given_settings text NOT NULL,
  enabled boolean DEFAULT true NOT NULL,
  revision integer DEFAULT 1 NOT NULL,
  PRIMARY KEY (source_id)
);
