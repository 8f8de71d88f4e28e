import type { Migration } from '../../database'

/** By this number a process knows whether what it has read of a board still holds. */
export const CHANGES: Migration = {
  name: '008-changes',
  sql: 'ALTER TABLE board.locks ADD COLUMN changes bigint NOT NULL DEFAULT 0'
}
