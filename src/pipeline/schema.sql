-- Generated: the tables after all migrations. WRITE_SCHEMA=1 npx jest __tests__/schema.test.ts writes it anew.

CREATE TABLE pipeline.attempts (
  source_id text NOT NULL,
  attempt_id text NOT NULL,
  mapping_id text NOT NULL,
  started_at timestamp with time zone NOT NULL,
  milliseconds integer NOT NULL,
  events integer NOT NULL,
  exchanges json NOT NULL,
  PRIMARY KEY (source_id, attempt_id)
);
CREATE INDEX attempts_by_time ON pipeline.attempts USING btree (source_id, started_at);

CREATE TABLE pipeline.deliveries (
  source_id text NOT NULL,
  message_id text NOT NULL,
  mapping_id text NOT NULL,
  state text NOT NULL,
  since timestamp with time zone NOT NULL,
  due_at timestamp with time zone,
  held boolean DEFAULT false NOT NULL,
  attempts integer DEFAULT 0 NOT NULL,
  attempt_ids text[],
  code text,
  reason text,
  finished_at timestamp with time zone,
  PRIMARY KEY (source_id, message_id, mapping_id),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'retrying'::text, 'delivered'::text, 'discarded'::text, 'filtered'::text])))
);
CREATE INDEX deliveries_exceptional ON pipeline.deliveries USING btree (source_id, state, since) WHERE (state = ANY (ARRAY['discarded'::text, 'filtered'::text]));
CREATE INDEX deliveries_open ON pipeline.deliveries USING btree (source_id, mapping_id, state, due_at) WHERE (state = ANY (ARRAY['waiting'::text, 'retrying'::text]));

CREATE TABLE pipeline.events (
  source_id text NOT NULL,
  message_id text NOT NULL,
  received_at timestamp with time zone NOT NULL,
  type text NOT NULL,
  name text,
  user_id text,
  anonymous_id text,
  event json NOT NULL,
  PRIMARY KEY (source_id, message_id)
);
CREATE INDEX events_by_time ON pipeline.events USING btree (source_id, received_at);

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

CREATE TABLE pipeline.migrations (
  name text NOT NULL,
  applied_at timestamp with time zone DEFAULT now() NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE pipeline.refusals (
  source_id text NOT NULL,
  refusal_id text NOT NULL,
  received_at timestamp with time zone NOT NULL,
  message_id text,
  type text,
  name text,
  user_id text,
  code text NOT NULL,
  reason text NOT NULL,
  event text NOT NULL,
  PRIMARY KEY (source_id, refusal_id)
);
CREATE INDEX refusals_by_time ON pipeline.refusals USING btree (source_id, received_at);

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
