import { Migration } from '../database'

/**
 * The tables of a board. Every primary key starts with board_id, and every index that serves a query of one board too, so
 * that a distributed PostgreSQL can keep all of a board on one node. Texts that decide an order compare by their bytes.
 */
export const MIGRATIONS: readonly Migration[] = [
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
        stored_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (board_id, id)
      );
      CREATE INDEX events_by_actor ON board.events (board_id, actor, time, id);
      CREATE INDEX events_by_time ON board.events (board_id, time, id);
      CREATE INDEX events_by_arrival ON board.events USING brin (stored_at);

      CREATE TABLE board.deleted_events (
        board_id int NOT NULL,
        digest text NOT NULL,
        PRIMARY KEY (board_id, digest)
      );
    `
  }
]
