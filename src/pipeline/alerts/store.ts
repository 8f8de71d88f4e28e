import type { Queryable } from '../../database'
import type { Condition, Kind } from './conditions'

/** Something that is or was amiss, until its end has been told. */
export interface Alert extends Condition {
  sourceId: string
  beganAt: Date
  endedAt: Date | null
  toldBegin: boolean
  attempts: number
}

const COLUMNS = `source_id AS "sourceId", kind, subject, message, began_at AS "beganAt", ended_at AS "endedAt",
  told_begin AS "toldBegin", attempts`

const BEGIN = `
  INSERT INTO pipeline.alerts (source_id, kind, subject, message, began_at, due_at)
  SELECT $1, kind, subject, message, $3, $3
  FROM json_to_recordset($2::json) AS condition (kind text, subject text, message text)
  ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`

const END = `
  UPDATE pipeline.alerts AS alert SET ended_at = GREATEST(began_at, $3), attempts = 0, due_at = $3
  WHERE source_id = $1 AND ended_at IS NULL AND NOT EXISTS (
    SELECT FROM json_to_recordset($2::json) AS condition (kind text, subject text)
    WHERE condition.kind = alert.kind AND condition.subject = alert.subject)
  RETURNING ${COLUMNS}`

/**
 * Takes over what is amiss now. Of several processes that see the same, one begins and one ends it.
 * @returns what has begun and what has ended by this
 */
export async function takeOver(
  database: Queryable,
  sourceId: string,
  conditions: readonly Condition[],
  now: Date
): Promise<{ begun: Alert[]; ended: Alert[] }> {
  const parameters = [sourceId, JSON.stringify(conditions), now]
  const ended = await database.query<Alert>(END, parameters)
  const begun = await database.query<Alert>(BEGIN, parameters)
  return { begun, ended }
}

const ON_RECORD = `SELECT ${COLUMNS} FROM pipeline.alerts WHERE source_id = $1 AND ended_at IS NULL`

export async function alertsOf(database: Queryable, sourceId: string): Promise<Alert[]> {
  return database.query<Alert>(ON_RECORD, [sourceId])
}

const INSERT = `
  INSERT INTO pipeline.alerts (source_id, kind, subject, message, began_at, told_begin, due_at)
  SELECT "sourceId", kind, subject, message, "beganAt", "toldBegin", $2
  FROM json_to_recordset($1::json) AS alert ("sourceId" text, kind text, subject text, message text,
    "beganAt" timestamptz, "toldBegin" boolean)
  ON CONFLICT DO NOTHING`

/** Puts alerts on record that began before; no other process tells them before `leasedUntil`. */
export async function insertAlerts(database: Queryable, alerts: readonly Alert[], leasedUntil: Date): Promise<void> {
  if (alerts.length > 0) await database.query(INSERT, [JSON.stringify(alerts), leasedUntil])
}

const CLAIM = `
  UPDATE pipeline.alerts SET due_at = $3, attempts = attempts + 1
  WHERE source_id = ANY ($1) AND (NOT told_begin OR ended_at IS NOT NULL)
    AND (due_at <= $2 OR due_at > $2::timestamptz + $4 * interval '1 millisecond')
  RETURNING ${COLUMNS}`

/**
 * Takes what has to be told; no other process tells it before `leasedUntil`. What is due later than any wait (in milliseconds)
 * was dated by a clock that ran ahead, and is due now.
 */
export async function claimUntold(
  database: Queryable,
  sourceIds: readonly string[],
  now: Date,
  leasedUntil: Date,
  longestWait: number
): Promise<Alert[]> {
  return database.query<Alert>(CLAIM, [sourceIds, now, leasedUntil, longestWait])
}

const TOLD_BEGIN = `
  UPDATE pipeline.alerts SET told_begin = true, attempts = 0, due_at = $4
  WHERE source_id = $1 AND kind = $2 AND subject = $3`

const TOLD_END = `DELETE FROM pipeline.alerts WHERE source_id = $1 AND kind = $2 AND subject = $3 AND ended_at IS NOT NULL`

/** Its begin has been told, or after that its end, and with that it is over. */
export async function markTold(
  database: Queryable,
  { sourceId, kind, subject, toldBegin }: Alert,
  now: Date
): Promise<void> {
  const key = [sourceId, kind, subject]
  await (toldBegin ? database.query(TOLD_END, key) : database.query(TOLD_BEGIN, [...key, now]))
}

const POSTPONE = `UPDATE pipeline.alerts SET due_at = $4 WHERE source_id = $1 AND kind = $2 AND subject = $3`

export async function postpone(database: Queryable, { sourceId, kind, subject }: Alert, until: Date): Promise<void> {
  await database.query(POSTPONE, [sourceId, kind, subject, until])
}

const COUNT = `
  SELECT kind, count(*) AS count FROM pipeline.alerts WHERE source_id = ANY ($1) AND ended_at IS NULL GROUP BY kind`

export async function countAlerts(
  database: Queryable,
  sourceIds: readonly string[]
): Promise<{ kind: Kind; count: number }[]> {
  return database.query<{ kind: Kind; count: number }>(COUNT, [sourceIds])
}
