import type { Migration } from '../../database'

/** As 008, of what most events change nothing of. */
export const FOUND: Migration = {
  name: '011-found',
  sql: 'ALTER TABLE board.locks ADD COLUMN found bigint NOT NULL DEFAULT 0'
}
