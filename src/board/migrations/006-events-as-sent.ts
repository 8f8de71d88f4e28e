import type { Migration } from '../../database'

/** An event is kept as it was sent: to take it apart for jsonb costs more than to look into it now and then. */
export const EVENTS_AS_SENT: Migration = {
  name: '006-events-as-sent',
  sql: 'ALTER TABLE board.events ALTER COLUMN event TYPE json USING event::json'
}
