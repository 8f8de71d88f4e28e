import type { Schema } from '../database'
import { FIRST_TABLES } from './migrations/0001-first-tables'
import { BATCHES } from './migrations/0004-batches'
import { MAPPING_VERSIONS } from './migrations/0005-mapping-versions'
import { ALERTS } from './migrations/0006-alerts'
import { MESSAGE_IDS } from './migrations/0007-message-ids'
import { COUNTED_BATCHES } from './migrations/0008-counted-batches'
import { SEGMENT_REVISIONS } from './migrations/0009-segment-revisions'
import { ROLLUPS } from './migrations/0010-rollups'

/**
 * The tables of the pipeline. What a write key identifies is a source, and the source is the tenant: every primary and
 * unique key starts with `source_id`, so that a distributed PostgreSQL shards by it. `segments` alone belongs to nobody.
 *
 * What is accepted together is one row of `batches`: its events, a line of JSON each, packed. A row of `deliveries` is a set
 * of events of one batch (`positions`) that stand alike with one mapping: queue entry and record in one, so that no crash
 * leaves the two different. `mapping_id` is empty where events met no mapping. A delivered event has cost a share of a batch, of
 * a delivery and of an attempt.
 *
 * What a source has had is known by the digests of its message ids. A batch carries those of its events, and the number of the
 * change of its source that it is (`locks`); those of many changes are sealed into a run (`message_id_runs`, `message_id_pages`),
 * which outlasts the record.
 *
 * | from | to | who | when |
 * |---|---|---|---|
 * | – | waiting, filtered | the receiver | the event is committed; the answer comes after |
 * | waiting, retrying | (held) | whoever takes it: `held`, and `due_at` is the end of the lease; a taker that dies lets it fall due |
 * | waiting, retrying | delivered, discarded, filtered | the courier that holds it | what came of an attempt, event by event |
 * | waiting, retrying | retrying | the courier that holds it | the attempt failed for now; `due_at` is the next one |
 * | waiting, retrying | discarded | who deletes the mapping or discards by hand; never what is held | |
 * | discarded, filtered | waiting | who sends again | with new retries |
 *
 * A row whose events come to different ends is split: the first of its outcomes keeps it, each other one gets a row.
 * `failures` counts the times that it failed with its whole batch while the endpoint was well: from two on it is halved.
 *
 * A lane is one mapping of one source; `lanes` has a row where it does not simply go (`open`: it went again):
 *
 * | state | means | goes on |
 * |---|---|---|
 * | held | the endpoint named a time (429, Retry-After) | at `until` |
 * | down | the endpoint is not well | one probe at a time, each at `until`; the first that passes opens it |
 * | paused | the endpoint refuses the settings (401, 403) or is elsewhere (3xx) | when the source changes, or its own test passes, tried at `until` |
 *
 * What came and what became of it (`batches`, `deliveries`, `attempts`, `refusals`) is partitioned by segment, numbered in the order in
 * which they were opened: forgetting drops a segment whole. What the page asks of one that is no longer written to is kept in `rollups`.
 */
export const PIPELINE_SCHEMA: Schema = {
  name: 'pipeline',
  migrations: [
    ...FIRST_TABLES,
    BATCHES,
    MAPPING_VERSIONS,
    ALERTS,
    MESSAGE_IDS,
    COUNTED_BATCHES,
    SEGMENT_REVISIONS,
    ROLLUPS
  ]
}
