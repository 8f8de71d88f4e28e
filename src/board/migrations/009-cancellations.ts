import type { Migration } from '../../database'

/** Made anew at the start, as all that follows from the events. */
export const CANCELLATIONS: Migration = {
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
}
