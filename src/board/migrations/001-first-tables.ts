import type { Migration } from '../../database'

export const FIRST_TABLES: readonly Migration[] = [
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
  }
]
