import type { Migration } from '../../database'

/** Who is gone by in a list is found in the index alone. */
export const PERSONS_IN_ORDER: Migration = {
  name: '010-persons-in-order',
  sql: `
    DROP INDEX board.persons_by_last_seen;
    CREATE INDEX persons_by_last_seen ON board.persons (board_id, status, last_seen, name) INCLUDE (person);
  `
}
