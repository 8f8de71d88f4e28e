-- Generated: the tables after all migrations. WRITE_SCHEMA=1 npx jest __tests__/schema.test.ts writes it anew.

CREATE TABLE board.active_changes (
  board_id integer NOT NULL,
  day date NOT NULL,
  change integer NOT NULL,
  PRIMARY KEY (board_id, day)
);

CREATE TABLE board.actors (
  board_id integer NOT NULL,
  actor text COLLATE "C" NOT NULL,
  person text COLLATE "C" NOT NULL,
  acts boolean NOT NULL,
  facts json,
  seen text COLLATE "C" NOT NULL,
  own boolean NOT NULL,
  sighted text COLLATE "C",
  first_time timestamp with time zone,
  last_time timestamp with time zone,
  PRIMARY KEY (board_id, actor)
);
CREATE INDEX actors_by_last_time ON board.actors USING btree (board_id, person, last_time) WHERE (last_time IS NOT NULL);
CREATE INDEX actors_by_person ON board.actors USING btree (board_id, person, seen, own, actor);

CREATE TABLE board.aliases (
  board_id integer NOT NULL,
  user_id text COLLATE "C" NOT NULL,
  previous_id text COLLATE "C" NOT NULL,
  first text COLLATE "C" NOT NULL,
  last text COLLATE "C" NOT NULL,
  PRIMARY KEY (board_id, user_id, previous_id)
);
CREATE INDEX aliases_by_previous ON board.aliases USING btree (board_id, previous_id);

CREATE TABLE board.boards (
  board_id integer GENERATED ALWAYS AS IDENTITY NOT NULL,
  name text NOT NULL,
  token_id text NOT NULL,
  token_digest text NOT NULL,
  admin_digest text NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  PRIMARY KEY (board_id)
);
CREATE INDEX boards_by_admin ON board.boards USING btree (admin_digest);
CREATE INDEX boards_by_token ON board.boards USING btree (token_digest);

CREATE TABLE board.campaign_spend (
  board_id integer NOT NULL,
  month date NOT NULL,
  source text COLLATE "C" NOT NULL,
  medium text COLLATE "C" NOT NULL,
  campaign text COLLATE "C" NOT NULL,
  currency text NOT NULL,
  amount numeric NOT NULL,
  PRIMARY KEY (board_id, month, source, medium, campaign, currency)
);

CREATE TABLE board.cancellations (
  board_id integer NOT NULL,
  person text COLLATE "C" NOT NULL,
  day date NOT NULL,
  PRIMARY KEY (board_id, person, day)
);
CREATE INDEX cancellations_by_day ON board.cancellations USING btree (board_id, day);

CREATE TABLE board.cohort_earnings (
  board_id integer NOT NULL,
  cohort date NOT NULL,
  currency text NOT NULL,
  month date NOT NULL,
  amount numeric NOT NULL,
  PRIMARY KEY (board_id, cohort, currency, month)
);

CREATE TABLE board.cohorts (
  board_id integer NOT NULL,
  month date NOT NULL,
  day date NOT NULL,
  change integer NOT NULL,
  PRIMARY KEY (board_id, month, day)
);

CREATE TABLE board.daily_counts (
  board_id integer NOT NULL,
  day date NOT NULL,
  visits integer DEFAULT 0 NOT NULL,
  logins integer DEFAULT 0 NOT NULL,
  events integer DEFAULT 0 NOT NULL,
  signup_events integer DEFAULT 0 NOT NULL,
  cancel_events integer DEFAULT 0 NOT NULL,
  group_events integer DEFAULT 0 NOT NULL,
  alias_events integer DEFAULT 0 NOT NULL,
  attributes_events integer DEFAULT 0 NOT NULL,
  PRIMARY KEY (board_id, day)
);

CREATE TABLE board.daily_revenue (
  board_id integer NOT NULL,
  day date NOT NULL,
  currency text NOT NULL,
  entries integer NOT NULL,
  payments numeric NOT NULL,
  refunds numeric NOT NULL,
  PRIMARY KEY (board_id, day, currency)
);

CREATE TABLE board.deleted_events (
  board_id integer NOT NULL,
  digest text NOT NULL,
  PRIMARY KEY (board_id, digest)
);

CREATE TABLE board.distinct_persons (
  board_id integer NOT NULL,
  measure text NOT NULL,
  grain text NOT NULL,
  period date NOT NULL,
  previous date NOT NULL,
  persons integer NOT NULL,
  PRIMARY KEY (board_id, measure, grain, period, previous)
);

CREATE TABLE board.earnings (
  board_id integer NOT NULL,
  person text COLLATE "C" NOT NULL,
  currency text NOT NULL,
  amount numeric NOT NULL,
  status text NOT NULL,
  name text COLLATE "C" NOT NULL,
  PRIMARY KEY (board_id, person, currency)
);
CREATE INDEX earnings_by_amount ON board.earnings USING btree (board_id, currency, status, amount, name);

CREATE TABLE board.events (
  board_id integer NOT NULL,
  id text COLLATE "C" NOT NULL,
  time timestamp with time zone NOT NULL,
  type text NOT NULL,
  actor text COLLATE "C" NOT NULL,
  event json NOT NULL,
  stored_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
  PRIMARY KEY (board_id, id)
);
CREATE INDEX events_by_actor ON board.events USING btree (board_id, actor, type, "time");
CREATE INDEX events_by_arrival ON board.events USING btree (board_id, stored_at);
CREATE INDEX events_by_type ON board.events USING btree (board_id, type COLLATE "C", "time");

CREATE TABLE board.locks (
  board_id integer NOT NULL,
  deletions integer DEFAULT 0 NOT NULL,
  state integer NOT NULL,
  changes bigint DEFAULT 0 NOT NULL,
  found bigint DEFAULT 0 NOT NULL,
  PRIMARY KEY (board_id)
);

CREATE TABLE board.migrations (
  name text NOT NULL,
  applied_at timestamp with time zone DEFAULT now() NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE board.period_persons (
  board_id integer NOT NULL,
  grain text NOT NULL,
  period date NOT NULL,
  visitors integer NOT NULL,
  cancellations integer NOT NULL,
  churned integer NOT NULL,
  PRIMARY KEY (board_id, grain, period)
);

CREATE TABLE board.persons (
  board_id integer NOT NULL,
  person text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  named text COLLATE "C",
  sole text COLLATE "C",
  size integer NOT NULL,
  status text NOT NULL,
  last_seen timestamp with time zone NOT NULL,
  facts json NOT NULL,
  PRIMARY KEY (board_id, person)
) WITH (fillfactor=85);
CREATE INDEX persons_by_last_seen ON board.persons USING btree (board_id, status, last_seen, name) INCLUDE (person);

CREATE TABLE board.profiles (
  board_id integer NOT NULL,
  person text COLLATE "C" NOT NULL,
  status text NOT NULL,
  search text NOT NULL,
  visited timestamp with time zone,
  signed_up timestamp with time zone,
  paid timestamp with time zone,
  source text,
  medium text,
  campaign text,
  PRIMARY KEY (board_id, person)
);

CREATE TABLE board.read_links (
  board_id integer NOT NULL,
  link_id text COLLATE "C" NOT NULL,
  digest text NOT NULL,
  name text NOT NULL,
  made_at timestamp with time zone DEFAULT now() NOT NULL,
  used_at timestamp with time zone,
  revoked_at timestamp with time zone,
  PRIMARY KEY (board_id, link_id)
);

CREATE TABLE board.replays (
  board_id integer NOT NULL,
  deletions integer NOT NULL,
  events integer NOT NULL,
  stored_at text NOT NULL,
  id text NOT NULL,
  PRIMARY KEY (board_id)
);

CREATE TABLE board.runs (
  board_id integer NOT NULL,
  person text COLLATE "C" NOT NULL,
  started date NOT NULL,
  ended date NOT NULL,
  again date NOT NULL,
  PRIMARY KEY (board_id, person, started)
);
CREATE INDEX runs_by_end ON board.runs USING btree (board_id, ended, started);

CREATE TABLE board.sessions (
  board_id integer NOT NULL,
  digest text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
  link_id text COLLATE "C",
  PRIMARY KEY (board_id, digest)
);
CREATE INDEX sessions_by_digest ON board.sessions USING btree (digest);

CREATE TABLE board.sightings (
  board_id integer NOT NULL,
  user_id text COLLATE "C" NOT NULL,
  anonymous_id text COLLATE "C" NOT NULL,
  first text COLLATE "C" NOT NULL,
  PRIMARY KEY (board_id, user_id, anonymous_id)
);
CREATE INDEX sightings_by_anonymous ON board.sightings USING btree (board_id, anonymous_id, first);

CREATE TABLE board.signups (
  board_id integer NOT NULL,
  day date NOT NULL,
  persons integer NOT NULL,
  PRIMARY KEY (board_id, day)
);

CREATE TABLE board.spend (
  board_id integer NOT NULL,
  month date NOT NULL,
  currency text NOT NULL,
  amount numeric NOT NULL,
  PRIMARY KEY (board_id, month, currency)
);

CREATE TABLE board.traits (
  board_id integer NOT NULL,
  kind text COLLATE "C" NOT NULL,
  key text COLLATE "C" NOT NULL,
  value text COLLATE "C" NOT NULL,
  person text COLLATE "C" NOT NULL,
  PRIMARY KEY (board_id, kind, key, value, person)
);
