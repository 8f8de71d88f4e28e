import type { Queryable } from '../../database'
import { DIGEST_BYTES, isGiven, keyAt, type BatchIds } from './digests'
import { addTo, emptyFilter, filterKey } from './filters'
import { pause } from './pause'

/** What a run has at most; its filter is then just full. */
const RUN_IDS = 65_000
/** An entry of a page: the digest, the number of the batch, the position in it. */
const ENTRY_BYTES = DIGEST_BYTES + 8 + 2
/** Of a page, on average: it stays in the row. */
const PAGE_ENTRIES = 48
/** Pages that are read or written in one statement. */
const PORTION = 64
/** Digests that are arranged in one go: a few milliseconds. */
const STRETCH_BYTES = 5_000 * DIGEST_BYTES

/**
 * Message ids that were sealed together, and are looked up but never added to: those of the changes after the run before, up to `run`.
 * They lie in pages by the first bytes of their digests; the filter, in memory, says for most of what is new that no page need be read.
 */
export interface Run {
  run: number
  filter: Uint8Array
}

const SELECT_RUNS = `
  SELECT run, pages, filter FROM pipeline.message_id_runs
  WHERE source_id = $1 AND run <> ALL($2::bigint[]) ORDER BY run`

const SAVE_FILTER = `UPDATE pipeline.message_id_runs SET filter = $3 WHERE source_id = $1 AND run = $2`

/** The runs of a source but those that are `known`. One that came with an upgrade has no filter yet, and gets it here. */
export async function selectRuns(database: Queryable, sourceId: string, known: readonly number[]): Promise<Run[]> {
  const rows = await database.query<{ run: number; pages: number; filter: Buffer | null }>(SELECT_RUNS, [
    sourceId,
    known
  ])
  const runs: Run[] = []
  for (const { run, pages, filter } of rows) {
    const made = filter ?? (await filterOf(database, sourceId, run, pages))
    if (!filter) await database.query(SAVE_FILTER, [sourceId, run, made])
    runs.push({ run, filter: made })
  }
  return runs
}

const SELECT_PAGES = `
  SELECT ids FROM pipeline.message_id_pages WHERE source_id = $1 AND run = $2 AND page >= $3 AND page < $4`

async function filterOf(database: Queryable, sourceId: string, run: number, pages: number): Promise<Uint8Array> {
  const filter = emptyFilter(pages * PAGE_ENTRIES)
  for (let page = 0; page < pages; page += PORTION) {
    const rows = await database.query<{ ids: Buffer }>(SELECT_PAGES, [sourceId, run, page, page + PORTION])
    for (const { ids } of rows) for (let at = 0; at < ids.length; at += ENTRY_BYTES) addTo(filter, filterKey(ids, at))
  }
  return filter
}

/** Where a digest would be, if a run has it: `prefix` is its first four bytes. */
export interface Spot {
  run: number
  prefix: number
}

export const prefixOf = (digests: Buffer, at: number) => digests.readUInt32BE(at)

const pageOf = (digests: Buffer, at: number, pages: number) => Math.floor((prefixOf(digests, at) * pages) / 2 ** 32)

const FIND = `
  SELECT run, stored.ids FROM unnest($2::bigint[], $3::bigint[]) AS spot (run, prefix)
  JOIN pipeline.message_id_runs AS known USING (run)
  JOIN pipeline.message_id_pages AS stored USING (source_id, run)
  WHERE source_id = $1 AND page = (prefix * pages) >> 32`

/** The entries of pages, by digest: the batch and the position that it has. */
export async function readSpots(
  database: Queryable,
  sourceId: string,
  spots: readonly Spot[]
): Promise<Map<string, { batchId: number; position: number }>> {
  const found = new Map<string, { batchId: number; position: number }>()
  if (spots.length === 0) return found
  const pages = await database.query<{ run: number; ids: Buffer }>(FIND, [
    sourceId,
    spots.map(({ run }) => run),
    spots.map(({ prefix }) => prefix)
  ])
  // Where an event was moved, the newest entry stands.
  pages.sort((one, other) => one.run - other.run)
  for (const { ids } of pages) {
    for (let at = 0; at < ids.length; at += ENTRY_BYTES) {
      const batchId = Number(ids.readBigInt64BE(at + DIGEST_BYTES))
      found.set(keyAt(ids, at)!, { batchId, position: ids.readUInt16BE(at + DIGEST_BYTES + 8) })
    }
  }
  return found
}

const INSERT_PAGES = `
  INSERT INTO pipeline.message_id_pages (source_id, run, page, ids)
  SELECT $1, $2, page, substr($3::bytea, start, length)
  FROM unnest($4::int[], $5::int[], $6::int[]) AS part (page, start, length)
  ON CONFLICT (source_id, run, page) DO UPDATE SET ids = excluded.ids`

const INSERT_RUN = `
  INSERT INTO pipeline.message_id_runs (source_id, run, sealed_at, pages, filter) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT DO NOTHING`

/** Seals the ids of batches, in the order of their changes. */
export async function insertRuns(
  database: Queryable,
  sourceId: string,
  batches: readonly (BatchIds & { change: number })[],
  now: Date
): Promise<void> {
  for (let first = 0, end = 0, bytes = 0; first < batches.length; first = end, bytes = 0) {
    while (end < batches.length && (bytes += batches[end].digests.length) <= RUN_IDS * DIGEST_BYTES) end++
    await insertRun(database, sourceId, batches[end - 1].change, batches.slice(first, end), now)
  }
}

/** The pages a portion at a time, and the run itself last, so that it counts whole or not at all. */
async function insertRun(
  database: Queryable,
  sourceId: string,
  run: number,
  batches: readonly BatchIds[],
  now: Date
): Promise<void> {
  const { pages, filter } = await arrange(batches)
  for (let first = 0; first < pages.length; first += PORTION) {
    const portion = pages.slice(first, first + PORTION)
    let start = 1
    const starts = portion.map(({ length }) => (start += length) - length)
    await database.query(INSERT_PAGES, [
      sourceId,
      run,
      Buffer.concat(portion),
      portion.map((_, index) => first + index),
      starts,
      portion.map(({ length }) => length)
    ])
    await pause()
  }
  await database.query(INSERT_RUN, [sourceId, run, now, pages.length, filter])
}

/** Counts the entries of each page first, then puts them there. */
async function arrange(batches: readonly BatchIds[]): Promise<{ pages: Buffer[]; filter: Uint8Array }> {
  const count = batches.reduce((sum, { digests }) => sum + digests.length / DIGEST_BYTES, 0)
  const pages = Math.max(Math.ceil(count / PAGE_ENTRIES), 1)
  const filter = emptyFilter(count)
  const ends = new Uint32Array(pages + 1)
  await forEachId(batches, ({ digests }, at) => (ends[pageOf(digests, at, pages) + 1] += ENTRY_BYTES))
  for (let page = 1; page <= pages; page++) ends[page] += ends[page - 1]
  const starts = [...ends]
  const entries = Buffer.allocUnsafe(ends[pages])
  await forEachId(batches, ({ batchId, digests }, at) => {
    const page = pageOf(digests, at, pages)
    const end = digests.copy(entries, ends[page], at, at + DIGEST_BYTES) + ends[page]
    entries.writeBigInt64BE(BigInt(batchId), end)
    ends[page] = entries.writeUInt16BE(at / DIGEST_BYTES, end + 8)
    addTo(filter, filterKey(digests, at))
  })
  return { pages: starts.slice(0, -1).map((start, page) => entries.subarray(start, starts[page + 1])), filter }
}

/** What comes in meanwhile goes first. */
async function forEachId(batches: readonly BatchIds[], use: (batch: BatchIds, at: number) => void): Promise<void> {
  let stretch = 0
  for (const batch of batches) {
    const { digests } = batch
    for (let at = 0; at < digests.length; at += DIGEST_BYTES) if (isGiven(digests, at)) use(batch, at)
    stretch += digests.length
    if (stretch < STRETCH_BYTES) continue
    stretch = 0
    await new Promise(setImmediate)
  }
}

const DELETE_RUNS = `DELETE FROM pipeline.message_id_runs WHERE source_id = $1 AND sealed_at < $2 RETURNING run`

const DELETE_PAGES = `DELETE FROM pipeline.message_id_pages WHERE source_id = $1 AND run <= $2`

/** Forgets the runs that were sealed before a time, and what a kill has left of older ones. */
export async function deleteRuns(database: Queryable, sourceId: string, before: Date): Promise<void> {
  const gone = await database.query<{ run: number }>(DELETE_RUNS, [sourceId, before])
  for (const { run } of gone.sort((one, other) => one.run - other.run)) {
    await database.query(DELETE_PAGES, [sourceId, run])
  }
}
