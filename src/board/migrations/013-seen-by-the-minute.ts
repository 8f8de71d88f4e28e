import type { Migration } from '../../database'

/**
 * Most events change nothing of a person that an index has: the row's new version then stays on its page, where room is left for it, and
 * no index is written.
 */
export const SEEN_BY_THE_MINUTE: Migration = {
  name: '013-seen-by-the-minute',
  sql: `
    ALTER TABLE board.persons SET (fillfactor = 85);
    UPDATE board.persons SET last_seen = date_bin('1 minute', last_seen, '0001-01-01T00:00:00Z');
  `
}
