import type { Queryable } from '../../database'

/** Where a lane stands; the table above the migrations says who moves it. */
export interface LaneState {
  sourceId: string
  mappingId: string
  state: 'open' | 'held' | 'down' | 'paused'
  since: Date
  /** When it goes on, or is probed the next time. */
  until: Date
  /** Probes that failed, or pauses in a row. */
  failures: number
  code: string
  reason: string
  /** The source's revision when it was paused: a later one may have other settings. */
  revision: number
}

const SELECT_LANES = `
  SELECT source_id AS "sourceId", mapping_id AS "mappingId", state, since, until, failures, code, reason, revision
  FROM pipeline.lanes WHERE source_id = ANY($1::text[])`

export async function selectLanes(database: Queryable, sourceIds: readonly string[]): Promise<LaneState[]> {
  return database.query<LaneState>(SELECT_LANES, [sourceIds])
}

const SAVE_LANE = `
  INSERT INTO pipeline.lanes (source_id, mapping_id, state, since, until, failures, code, reason, revision)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (source_id, mapping_id) DO UPDATE SET state = $3, since = $4, until = $5, failures = $6, code = $7,
    reason = $8, revision = $9`

export async function saveLane(database: Queryable, lane: LaneState): Promise<void> {
  const { sourceId, mappingId, state, since, until, failures, code, reason, revision } = lane
  await database.query(SAVE_LANE, [sourceId, mappingId, state, since, until, failures, code, reason, revision])
}

const TAKE_PROBE = `
  UPDATE pipeline.lanes SET until = $4
  WHERE source_id = $1 AND mapping_id = $2 AND state IN ('down', 'paused') AND until <= $3
  RETURNING 1`

/** Whether this process may make the next probe; no other makes one before `leasedUntil`. */
export async function takeProbe(
  database: Queryable,
  { sourceId, mappingId }: Pick<LaneState, 'sourceId' | 'mappingId'>,
  now: Date,
  leasedUntil: Date
): Promise<boolean> {
  return (await database.query(TAKE_PROBE, [sourceId, mappingId, now, leasedUntil])).length > 0
}

const PULL_LANES_FORWARD = `
  UPDATE pipeline.lanes SET until = $2
  WHERE source_id = $1 AND until > $2::timestamptz + $3 * interval '1 millisecond'`

/** As `pullForward` of the deliveries does. */
export async function pullLanesForward(
  database: Queryable,
  sourceId: string,
  now: Date,
  longest: number
): Promise<void> {
  await database.query(PULL_LANES_FORWARD, [sourceId, now, longest])
}

const HASTEN = `
  UPDATE pipeline.lanes SET until = $3
  WHERE source_id = $1 AND ($2::text IS NULL OR mapping_id = $2) AND state <> 'open' AND until > $3`

/** Lets lanes that wait try at once: a person asks for it. */
export async function hasten(
  database: Queryable,
  sourceId: string,
  mappingId: string | null,
  now: Date
): Promise<void> {
  await database.query(HASTEN, [sourceId, mappingId, now])
}
