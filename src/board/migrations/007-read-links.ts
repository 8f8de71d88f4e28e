import type { Migration } from '../../database'

export const READ_LINKS: Migration = {
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
}
