import type { Migration } from '../../database'

/** Everything that follows from the events is made anew by `rebuild`, which a start calls for boards of `state` 0. */
export const BOUNDED_PERSONS: Migration = {
  name: '004-bounded-persons',
  sql: `
    CREATE TABLE board.locks (
      board_id int PRIMARY KEY,
      deletions int NOT NULL DEFAULT 0,
      state int NOT NULL
    );
    INSERT INTO board.locks (board_id, deletions, state) SELECT board_id, has_deletions::int, 0 FROM board.boards;
    ALTER TABLE board.boards DROP COLUMN has_deletions;

    CREATE TABLE board.replays (
      board_id int PRIMARY KEY,
      deletions int NOT NULL,
      events int NOT NULL,
      stored_at text NOT NULL,
      id text NOT NULL
    );

    DROP INDEX board.events_by_actor, board.events_by_time;
    CREATE INDEX events_by_actor ON board.events (board_id, actor, type, time, id);
    -- By a collation that the column has not: without statistics it would be taken for events_by_actor too.
    CREATE INDEX events_by_type ON board.events (board_id, type COLLATE "C", time, id);

    DROP TABLE board.actors, board.persons, board.earnings, board.sightings, board.aliases, board.daily_counts,
      board.daily_revenue, board.signups, board.distinct_persons, board.active_runs, board.active_returns, board.cohorts;

    CREATE TABLE board.actors (
      board_id int NOT NULL,
      actor text COLLATE "C" NOT NULL,
      person text COLLATE "C" NOT NULL,
      acts boolean NOT NULL,
      facts json,
      seen text COLLATE "C" NOT NULL,
      own boolean NOT NULL,
      sighted text COLLATE "C",
      first_time timestamptz,
      last_time timestamptz,
      PRIMARY KEY (board_id, actor)
    );
    CREATE INDEX actors_by_person ON board.actors (board_id, person, seen, own, actor);
    CREATE INDEX actors_by_last_time ON board.actors (board_id, person, last_time) WHERE last_time IS NOT NULL;

    CREATE TABLE board.persons (
      board_id int NOT NULL,
      person text COLLATE "C" NOT NULL,
      name text COLLATE "C" NOT NULL,
      named text COLLATE "C",
      sole text COLLATE "C",
      size int NOT NULL,
      status text NOT NULL,
      last_seen timestamptz NOT NULL,
      search text NOT NULL,
      facts json NOT NULL,
      PRIMARY KEY (board_id, person)
    );
    CREATE INDEX persons_by_last_seen ON board.persons (board_id, status, last_seen, name);

    CREATE TABLE board.earnings (
      board_id int NOT NULL,
      person text COLLATE "C" NOT NULL,
      currency text NOT NULL,
      amount numeric NOT NULL,
      status text NOT NULL,
      name text COLLATE "C" NOT NULL,
      PRIMARY KEY (board_id, person, currency)
    );
    CREATE INDEX earnings_by_amount ON board.earnings (board_id, currency, status, amount, name);

    CREATE TABLE board.sightings (
      board_id int NOT NULL,
      user_id text COLLATE "C" NOT NULL,
      anonymous_id text COLLATE "C" NOT NULL,
      first text COLLATE "C" NOT NULL,
      PRIMARY KEY (board_id, user_id, anonymous_id)
    );
    CREATE INDEX sightings_by_anonymous ON board.sightings (board_id, anonymous_id, first);

    CREATE TABLE board.aliases (
      board_id int NOT NULL,
      user_id text COLLATE "C" NOT NULL,
      previous_id text COLLATE "C" NOT NULL,
      first text COLLATE "C" NOT NULL,
      last text COLLATE "C" NOT NULL,
      PRIMARY KEY (board_id, user_id, previous_id)
    );
    CREATE INDEX aliases_by_previous ON board.aliases (board_id, previous_id);

    CREATE TABLE board.daily_counts (
      board_id int NOT NULL,
      day date NOT NULL,
      visits int NOT NULL DEFAULT 0,
      logins int NOT NULL DEFAULT 0,
      events int NOT NULL DEFAULT 0,
      PRIMARY KEY (board_id, day)
    );
    CREATE TABLE board.daily_revenue (
      board_id int NOT NULL,
      day date NOT NULL,
      currency text NOT NULL,
      entries int NOT NULL,
      payments numeric NOT NULL,
      refunds numeric NOT NULL,
      PRIMARY KEY (board_id, day, currency)
    );
    CREATE TABLE board.signups (
      board_id int NOT NULL,
      day date NOT NULL,
      persons int NOT NULL,
      PRIMARY KEY (board_id, day)
    );
    CREATE TABLE board.distinct_persons (
      board_id int NOT NULL,
      measure text NOT NULL,
      grain text NOT NULL,
      period date NOT NULL,
      previous date NOT NULL,
      persons int NOT NULL,
      PRIMARY KEY (board_id, measure, grain, period, previous)
    );
    CREATE TABLE board.period_persons (
      board_id int NOT NULL,
      grain text NOT NULL,
      period date NOT NULL,
      visitors int NOT NULL,
      cancellations int NOT NULL,
      churned int NOT NULL,
      PRIMARY KEY (board_id, grain, period)
    );
    CREATE TABLE board.active_changes (
      board_id int NOT NULL,
      day date NOT NULL,
      change int NOT NULL,
      PRIMARY KEY (board_id, day)
    );
    CREATE TABLE board.cohorts (
      board_id int NOT NULL,
      month date NOT NULL,
      day date NOT NULL,
      change int NOT NULL,
      PRIMARY KEY (board_id, month, day)
    );
    CREATE TABLE board.runs (
      board_id int NOT NULL,
      person text COLLATE "C" NOT NULL,
      started date NOT NULL,
      ended date NOT NULL,
      again date NOT NULL,
      PRIMARY KEY (board_id, person, started)
    );
    CREATE INDEX runs_by_end ON board.runs (board_id, ended, started);
  `
}
