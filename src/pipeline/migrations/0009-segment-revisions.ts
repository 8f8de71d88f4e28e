import type { Migration } from '../../database'

/**
 * What is received and delivered of a segment changes no more once nothing of it is open, unless something is put into it: that is counted here.
 * What came in a time is counted by segment, from the index alone.
 */
export const SEGMENT_REVISIONS: Migration = {
  name: '0009 segment revisions',
  sql: `
    ALTER TABLE pipeline.segments ADD COLUMN revision integer NOT NULL DEFAULT 0;
    DROP INDEX pipeline.batches_by_time;
    CREATE INDEX batches_by_time ON pipeline.batches (source_id, received_at, batch_id) INCLUDE (events, segment);`
}
