import type { Queryable } from '../../database'
import { DIGEST_BYTES, keyAt, startsOf, type BatchIds } from './digests'
import { Filter } from './filter'

/** An entry of a page: the digest, the number of the batch, the position in it. */
const ENTRY_BYTES = DIGEST_BYTES + 8 + 2
/** Of a page, on average: it stays in the row. */
const PAGE_ENTRIES = 48
/** Pages that are written in one statement. */
const PORTION = 256

/**
 * Message ids that were sealed together, and are looked up but never added to: those of the changes after the run before, up to `run`.
 * They lie in pages by the first bytes of their digests; the filter, in memory, says for most of what is new that no page need be read.
 */
export interface Run {
  run: number
  pages: number
  filter: Filter
}

/** Where a digest would be, if a run has it. */
export interface Spot {
  run: number
  page: number
}

export function spotIn({ run, pages }: Run, digests: Buffer, at: number): Spot {
  return { run, page: pageOf(digests, at, pages) }
}

const pageOf = (digests: Buffer, at: number, pages: number) => Math.floor((digests.readUInt32BE(at) / 2 ** 32) * pages)

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
    const made = filter ? new Filter(filter) : await filterOf(database, sourceId, run, pages)
    if (!filter) await database.query(SAVE_FILTER, [sourceId, run, made.bits])
    runs.push({ run, pages, filter: made })
  }
  return runs
}

const SELECT_PAGES = `
  SELECT ids FROM pipeline.message_id_pages WHERE source_id = $1 AND run = $2 AND page >= $3 AND page < $4`

async function filterOf(database: Queryable, sourceId: string, run: number, pages: number): Promise<Filter> {
  const filter = Filter.forEntries(pages * PAGE_ENTRIES)
  for (let page = 0; page < pages; page += PORTION) {
    const rows = await database.query<{ ids: Buffer }>(SELECT_PAGES, [sourceId, run, page, page + PORTION])
    for (const { ids } of rows) for (let at = 0; at < ids.length; at += ENTRY_BYTES) filter.add(ids, at)
  }
  return filter
}

const FIND = `
  SELECT run, page, ids FROM unnest($2::bigint[], $3::int[]) AS spot (run, page)
  JOIN pipeline.message_id_pages AS stored USING (run, page) WHERE stored.source_id = $1`

/** The entries of pages, by digest: the batch and the position that it has. */
export async function readSpots(
  database: Queryable,
  sourceId: string,
  spots: readonly Spot[]
): Promise<Map<string, { batchId: number; position: number }>> {
  const found = new Map<string, { batchId: number; position: number }>()
  if (spots.length === 0) return found
  const pages = await database.query<Spot & { ids: Buffer }>(FIND, [
    sourceId,
    spots.map(({ run }) => run),
    spots.map(({ page }) => page)
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

/** Writes a run: the pages a portion at a time, and the run itself last, so that it counts whole or not at all. */
export async function insertRun(
  database: Queryable,
  sourceId: string,
  run: number,
  batches: readonly BatchIds[],
  now: Date
): Promise<void> {
  const { pages, filter } = arrange(batches)
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
  }
  await database.query(INSERT_RUN, [sourceId, run, now, pages.length, filter.bits])
}

/** Counts the entries of each page first, then puts them there. */
function arrange(batches: readonly BatchIds[]): { pages: Buffer[]; filter: Filter } {
  const count = batches.reduce((sum, { digests }) => sum + digests.length / DIGEST_BYTES, 0)
  const pages = Math.max(Math.ceil(count / PAGE_ENTRIES), 1)
  const filter = Filter.forEntries(count)
  const ends = new Uint32Array(pages + 1)
  forEachId(batches, ({ digests }, at) => (ends[pageOf(digests, at, pages) + 1] += ENTRY_BYTES))
  for (let page = 1; page <= pages; page++) ends[page] += ends[page - 1]
  const starts = [...ends]
  const entries = Buffer.allocUnsafe(ends[pages])
  forEachId(batches, ({ batchId, digests }, at) => {
    const page = pageOf(digests, at, pages)
    const end = digests.copy(entries, ends[page], at, at + DIGEST_BYTES) + ends[page]
    entries.writeBigInt64BE(BigInt(batchId), end)
    ends[page] = entries.writeUInt16BE(at / DIGEST_BYTES, end + 8)
    filter.add(digests, at)
  })
  return { pages: starts.slice(0, -1).map((start, page) => entries.subarray(start, starts[page + 1])), filter }
}

function forEachId(batches: readonly BatchIds[], use: (batch: BatchIds, at: number) => void): void {
  for (const batch of batches) for (const at of startsOf(batch.digests)) if (keyAt(batch.digests, at)) use(batch, at)
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
