import type { Migration } from '../../database'

/** What came in a time is counted from the index alone: the rows are as wide as the events that they hold. */
export const COUNTED_BATCHES: Migration = {
  name: '0008 counted batches',
  sql: `
    DROP INDEX pipeline.batches_by_time;
    CREATE INDEX batches_by_time ON pipeline.batches (source_id, received_at, batch_id) INCLUDE (events);`
}
