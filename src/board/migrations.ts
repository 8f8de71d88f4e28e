import { Migration, Schema } from '../database'

/**
 * The tables of a board. Every primary key starts with board_id, and every index that serves a query of one board too, so
 * that a distributed PostgreSQL can keep all of a board on one node. Texts that decide an order compare by their bytes.
 */
const MIGRATIONS: readonly Migration[] = [
  {
    name: '001-boards-and-events',
    sql: `
      CREATE TABLE board.boards (
        board_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text NOT NULL,
        token_id text NOT NULL,
        token_digest text NOT NULL,
        admin_digest text NOT NULL,
        has_deletions boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX boards_by_token ON board.boards (token_digest);
      CREATE INDEX boards_by_admin ON board.boards (admin_digest);

      CREATE TABLE board.events (
        board_id int NOT NULL,
        id text COLLATE "C" NOT NULL,
        time timestamptz NOT NULL,
        type text NOT NULL,
        actor text COLLATE "C" NOT NULL,
        event jsonb NOT NULL,
        stored_at timestamptz NOT NULL DEFAULT statement_timestamp(),
        PRIMARY KEY (board_id, id)
      );
      CREATE INDEX events_by_actor ON board.events (board_id, actor, time, id);
      CREATE INDEX events_by_time ON board.events (board_id, time, id);
      CREATE INDEX events_by_arrival ON board.events (board_id, stored_at, id);

      CREATE TABLE board.deleted_events (
        board_id int NOT NULL,
        digest text NOT NULL,
        PRIMARY KEY (board_id, digest)
      );

      CREATE TABLE board.sessions (
        board_id int NOT NULL,
        digest text NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (board_id, digest)
      );
      CREATE INDEX sessions_by_digest ON board.sessions (digest);
    `
  },
  {
    name: '002-people',
    sql: `
      CREATE TABLE board.actors (
        board_id int NOT NULL,
        actor text COLLATE "C" NOT NULL,
        person text COLLATE "C" NOT NULL,
        has_events boolean NOT NULL,
        facts json,
        PRIMARY KEY (board_id, actor)
      ) WITH (fillfactor = 70);
      CREATE INDEX actors_by_person ON board.actors (board_id, person, has_events);

      CREATE TABLE board.persons (
        board_id int NOT NULL,
        person text COLLATE "C" NOT NULL,
        status text NOT NULL,
        last_seen timestamptz NOT NULL,
        search text NOT NULL,
        PRIMARY KEY (board_id, person)
      );
      CREATE INDEX persons_by_last_seen ON board.persons (board_id, status, last_seen, person);

      CREATE TABLE board.earnings (
        board_id int NOT NULL,
        person text COLLATE "C" NOT NULL,
        currency text NOT NULL,
        amount numeric NOT NULL,
        PRIMARY KEY (board_id, person, currency)
      );
      CREATE INDEX earnings_by_amount ON board.earnings (board_id, currency, amount, person);

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
    `
  },
  {
    name: '003-metrics',
    sql: `
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
      CREATE TABLE board.active_runs (
        board_id int NOT NULL,
        grain text NOT NULL,
        started date NOT NULL,
        ended date NOT NULL,
        persons int NOT NULL,
        PRIMARY KEY (board_id, grain, ended, started)
      );
      CREATE TABLE board.active_returns (
        board_id int NOT NULL,
        grain text NOT NULL,
        started date NOT NULL,
        ended date NOT NULL,
        started_again date NOT NULL,
        ended_again date NOT NULL,
        persons int NOT NULL,
        PRIMARY KEY (board_id, grain, ended, started, started_again, ended_again)
      );
      CREATE TABLE board.cohorts (
        board_id int NOT NULL,
        month date NOT NULL,
        started date NOT NULL,
        ended date NOT NULL,
        persons int NOT NULL,
        PRIMARY KEY (board_id, month, started, ended)
      );
      CREATE TABLE board.spend (
        board_id int NOT NULL,
        month date NOT NULL,
        currency text NOT NULL,
        amount numeric NOT NULL,
        PRIMARY KEY (board_id, month, currency)
      );
    `
  },
  {
    // Everything that follows from the events is made anew by `rebuild`, which a start calls for boards of `state` 0.
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
  },
  {
    name: '005-more-to-read',
    sql: `
      -- Made anew at the start, as all that follows from the events.
      ALTER TABLE board.persons DROP COLUMN search;
      CREATE TABLE board.profiles (
        board_id int NOT NULL,
        person text COLLATE "C" NOT NULL,
        status text NOT NULL,
        search text NOT NULL,
        visited timestamptz,
        signed_up timestamptz,
        paid timestamptz,
        source text,
        medium text,
        campaign text,
        PRIMARY KEY (board_id, person)
      );
      CREATE TABLE board.traits (
        board_id int NOT NULL,
        kind text COLLATE "C" NOT NULL,
        key text COLLATE "C" NOT NULL,
        value text COLLATE "C" NOT NULL,
        person text COLLATE "C" NOT NULL,
        PRIMARY KEY (board_id, kind, key, value, person)
      );
      CREATE TABLE board.cohort_earnings (
        board_id int NOT NULL,
        cohort date NOT NULL,
        currency text NOT NULL,
        month date NOT NULL,
        amount numeric NOT NULL,
        PRIMARY KEY (board_id, cohort, currency, month)
      );
      CREATE TABLE board.campaign_spend (
        board_id int NOT NULL,
        month date NOT NULL,
        source text COLLATE "C" NOT NULL,
        medium text COLLATE "C" NOT NULL,
        campaign text COLLATE "C" NOT NULL,
        currency text NOT NULL,
        amount numeric NOT NULL,
        PRIMARY KEY (board_id, month, source, medium, campaign, currency)
      );
    `
  },
  {
    // An event is kept as it was sent: to take it apart for jsonb costs more than to look into it now and then.
    name: '006-events-as-sent',
    sql: 'ALTER TABLE board.events ALTER COLUMN event TYPE json USING event::json'
  },
  {
    name: '007-read-links',
    sql: `
      -- One that was revoked stays, so that whoever still has it is told so.
      CREATE TABLE board.read_links (
        board_id int NOT NULL,
        link_id text COLLATE "C" NOT NULL,
        digest text NOT NULL,
        name text NOT NULL,
        made_at timestamptz NOT NULL DEFAULT now(),
        used_at timestamptz,
        revoked_at timestamptz,
        PRIMARY KEY (board_id, link_id)
      );
      ALTER TABLE board.sessions ADD COLUMN link_id text COLLATE "C";
    `
  },
  {
    // By this number a process knows whether what it has read of a board still holds.
    name: '008-changes',
    sql: 'ALTER TABLE board.locks ADD COLUMN changes bigint NOT NULL DEFAULT 0'
  },
  {
    // Made anew at the start, as all that follows from the events.
    name: '009-cancellations',
    sql: `
      CREATE TABLE board.cancellations (
        board_id int NOT NULL,
        person text COLLATE "C" NOT NULL,
        day date NOT NULL,
        PRIMARY KEY (board_id, person, day)
      );
      CREATE INDEX cancellations_by_day ON board.cancellations (board_id, day);
      ALTER TABLE board.daily_counts
        ADD COLUMN signup_events int NOT NULL DEFAULT 0,
        ADD COLUMN cancel_events int NOT NULL DEFAULT 0,
        ADD COLUMN group_events int NOT NULL DEFAULT 0,
        ADD COLUMN alias_events int NOT NULL DEFAULT 0,
        ADD COLUMN attributes_events int NOT NULL DEFAULT 0;
    `
  },
  {
    // Who is gone by in a list is found in the index alone.
    name: '010-persons-in-order',
    sql: `
      DROP INDEX board.persons_by_last_seen;
      CREATE INDEX persons_by_last_seen ON board.persons (board_id, status, last_seen, name) INCLUDE (person);
    `
  },
  {
    // As 008, of what most events change nothing of.
    name: '011-found',
    sql: 'ALTER TABLE board.locks ADD COLUMN found bigint NOT NULL DEFAULT 0'
  }
]

export const BOARD_SCHEMA: Schema = { name: 'board', migrations: MIGRATIONS }
