-- Generated: the tables after all migrations. WRITE_SCHEMA=1 npx jest __tests__/schema.test.ts writes it anew.

CREATE TABLE board.active_returns (
  board_id integer NOT NULL,
  grain text NOT NULL,
  started date NOT NULL,
  ended date NOT NULL,
  started_again date NOT NULL,
  ended_again date NOT NULL,
  persons integer NOT NULL,
  PRIMARY KEY (board_id, grain, ended, started, started_again, ended_again)
);

CREATE TABLE board.active_runs (
  board_id integer NOT NULL,
  grain text NOT NULL,
  started date NOT NULL,
  ended date NOT NULL,
  persons integer NOT NULL,
  PRIMARY KEY (board_id, grain, ended, started)
);

CREATE TABLE board.actors (
  board_id integer NOT NULL,
  actor text COLLATE "C" NOT NULL,
  person text COLLATE "C" NOT NULL,
  has_events boolean NOT NULL,
  facts json,
  PRIMARY KEY (board_id, actor)
);
CREATE INDEX actors_by_person ON board.actors USING btree (board_id, person, has_events);

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
  has_deletions boolean DEFAULT false NOT NULL,
  created_at timestamp with time zone DEFAULT now() NOT NULL,
  PRIMARY KEY (board_id)
);
CREATE INDEX boards_by_admin ON board.boards USING btree (admin_digest);
CREATE INDEX boards_by_token ON board.boards USING btree (token_digest);

CREATE TABLE board.cohorts (
  board_id integer NOT NULL,
  month date NOT NULL,
  started date NOT NULL,
  ended date NOT NULL,
  persons integer NOT NULL,
  PRIMARY KEY (board_id, month, started, ended)
);

CREATE TABLE board.daily_counts (
  board_id integer NOT NULL,
  day date NOT NULL,
  visits integer DEFAULT 0 NOT NULL,
  logins integer DEFAULT 0 NOT NULL,
  events integer DEFAULT 0 NOT NULL,
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
  PRIMARY KEY (board_id, person, currency)
);
CREATE INDEX earnings_by_amount ON board.earnings USING btree (board_id, currency, amount, person);

CREATE TABLE board.events (
  board_id integer NOT NULL,
  id text COLLATE "C" NOT NULL,
  time timestamp with time zone NOT NULL,
  type text NOT NULL,
  actor text COLLATE "C" NOT NULL,
  event jsonb NOT NULL,
  stored_at timestamp with time zone DEFAULT statement_timestamp() NOT NULL,
  PRIMARY KEY (board_id, id)
);
CREATE INDEX events_by_actor ON board.events USING btree (board_id, actor, "time", id);
CREATE INDEX events_by_arrival ON board.events USING btree (board_id, stored_at, id);
CREATE INDEX events_by_time ON board.events USING btree (board_id, "time", id);

CREATE TABLE board.migrations (
  name text NOT NULL,
  applied_at timestamp with time zone DEFAULT now() NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE board.persons (
  board_id integer NOT NULL,
  person text COLLATE "C" NOT NULL,
  status text NOT NULL,
  last_seen timestamp with time zone NOT NULL,
  search text NOT NULL,
  PRIMARY KEY (board_id, person)
);
CREATE INDEX persons_by_last_seen ON board.persons USING btree (board_id, status, last_seen, person);

CREATE TABLE board.sessions (
  board_id integer NOT NULL,
  digest text NOT NULL,
  expires_at timestamp with time zone NOT NULL,
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
