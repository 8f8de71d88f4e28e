import type { Migration } from '../../database'

/**
 * An id is the longest part of an event's entries, and orders only what is of one moment: the primary key alone has it. Who reads in
 * order puts the events of one moment in order.
 */
export const SHORT_INDEXES: Migration = {
  name: '012-short-indexes',
  sql: `
    DROP INDEX board.events_by_actor, board.events_by_arrival, board.events_by_type;
    CREATE INDEX events_by_actor ON board.events (board_id, actor, type, time);
    CREATE INDEX events_by_arrival ON board.events (board_id, stored_at);
    CREATE INDEX events_by_type ON board.events (board_id, type COLLATE "C", time);
  `
}
