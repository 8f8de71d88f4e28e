import type { Queryable } from '../../database'
import { DIGEST_BYTES, keyAt, startsOf, type BatchIds } from './digests'
import { filterKey, Filters } from './filters'
import { deleteRuns, insertRuns, prefixOf, readSpots, selectRuns, type Spot } from './id-runs'

/** Where an event is stored; `index` is that of its digest among those that were asked for. */
export interface Place {
  index: number
  batchId: number
  position: number
}

/** What this process knows of the message ids of a source, as of the change with this number. */
interface Known {
  changes: number
  runs: Filters
  /** Those that are in no run yet, by digest; and those that are being put into one. */
  recent: Map<string, BatchIds>
  sealing: Map<string, BatchIds>
}

/** A batch whose ids are in no run, with the change that it is. */
type Unsealed = BatchIds & { change: number }

const nothing = (): Known => ({ changes: 0, runs: new Filters(), recent: new Map(), sealing: new Map() })

const ADD_SOURCES = `
  INSERT INTO pipeline.locks (source_id) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING`

const COUNT_CHANGE = `UPDATE pipeline.locks SET changes = changes + 1 WHERE source_id = $1 RETURNING changes`

const SELECT_CHANGES = `SELECT changes FROM pipeline.locks WHERE source_id = $1`

const LOCK = `${SELECT_CHANGES} FOR UPDATE`

const SELECT_RUN_NUMBERS = `SELECT run FROM pipeline.message_id_runs WHERE source_id = $1`

/** Batches whose ids are read in one statement. */
const PORTION = 100

/** What no run has. A batch with an older number is in a run, or is not there yet when its number is looked for. */
const SELECT_UNSEALED = `
  SELECT change, batch_id AS "batchId", digests FROM pipeline.batches
  WHERE source_id = $1
    AND change > greatest($2, (SELECT max(run) FROM pipeline.message_id_runs WHERE source_id = $1))
  ORDER BY change LIMIT ${PORTION}`

/**
 * The message ids that the sources have had, each of which counts once. A batch carries its own, numbered with the change of its source
 * that it is (`locks.changes`); from time to time those are sealed into a run. Every process keeps in memory what is in no run yet, and
 * of the runs their filters: whether an id is new costs no look at the database but for those that are not. What is in memory counts
 * only where the very next change of the source is this process's; otherwise it first reads what the others have written.
 */
export class MessageIds {
  private readonly known = new Map<string, Known>()
  private sealed: Promise<void> = Promise.resolve()

  private constructor(
    private readonly database: Queryable,
    private readonly now: () => Date
  ) {}

  static async open(database: Queryable, sourceIds: readonly string[], now: () => Date): Promise<MessageIds> {
    const ids = new MessageIds(database, now)
    await database.query(ADD_SOURCES, [sourceIds])
    for (const sourceId of sourceIds) await ids.catchUp(database, sourceId)
    return ids
  }

  /** As of which change of a source it is that `find` answers. */
  changesOf(sourceId: string): number {
    return this.of(sourceId).changes
  }

  /** Where the events with these digests are stored, as far as this process knows. */
  async find(queryable: Queryable, sourceId: string, digests: Buffer): Promise<Place[]> {
    const { recent, sealing, runs } = this.of(sourceId)
    const places: Place[] = []
    const spots: Spot[] = []
    const maybe = new Map<string, number>()
    for (const at of startsOf(digests)) {
      const key = keyAt(digests, at)
      if (key === undefined) continue
      const index = at / DIGEST_BYTES
      const batch = recent.get(key) ?? sealing.get(key)
      if (batch) places.push({ index, batchId: batch.batchId, position: positionOf(key, batch) })
      else {
        for (const run of runs.mayHave(filterKey(digests, at))) {
          maybe.set(key, index)
          spots.push({ run, prefix: prefixOf(digests, at) })
        }
      }
    }
    const found = await readSpots(queryable, sourceId, spots)
    for (const [key, index] of maybe) {
      const place = found.get(key)
      if (place) places.push({ ...place, index })
    }
    return places
  }

  /** As `find`, with what other processes have written until now. */
  async findNow(sourceId: string, digests: Buffer): Promise<Place[]> {
    await this.catchUp(this.database, sourceId)
    return this.find(this.database, sourceId, digests)
  }

  /** Lets nobody else change the source until the transaction ends, and learns what others have written. */
  async lock(transaction: Queryable, sourceId: string): Promise<void> {
    await this.catchUp(transaction, sourceId, LOCK)
  }

  /** Takes over what is committed now. */
  note(sourceId: string, change: number, { batchId, digests }: BatchIds): void {
    const known = this.of(sourceId)
    // Of a batch no more than its ids stays in memory.
    const ids = { batchId, digests }
    for (const at of startsOf(digests)) {
      const key = keyAt(digests, at)
      if (key !== undefined) known.recent.set(key, ids)
    }
    known.changes = Math.max(known.changes, change)
  }

  /** Puts what is in no run into one, in this process and in the database. One begins when the last has ended. */
  seal(): Promise<void> {
    const sealed = this.sealed.then(async () => {
      for (const sourceId of this.known.keys()) await this.sealOf(sourceId)
    })
    this.sealed = sealed.catch(() => undefined)
    return sealed
  }

  /** Forgets what was sealed before a time, here and in the database; and what another process has forgotten. */
  async forget(before: Date): Promise<void> {
    for (const [sourceId, known] of this.known) {
      await deleteRuns(this.database, sourceId, before)
      const left = await this.database.query<{ run: number }>(SELECT_RUN_NUMBERS, [sourceId])
      const numbers = new Set(left.map(({ run }) => run))
      for (const run of known.runs.runs) if (!numbers.has(run)) known.runs.delete(run)
    }
  }

  private of(sourceId: string): Known {
    let known = this.known.get(sourceId)
    if (!known) this.known.set(sourceId, (known = nothing()))
    return known
  }

  private async catchUp(queryable: Queryable, sourceId: string, select = SELECT_CHANGES): Promise<void> {
    const [{ changes }] = await queryable.query<{ changes: number }>(select, [sourceId])
    const { changes: former } = this.of(sourceId)
    if (changes === former) return
    // Fewer than before: the database is another one.
    if (changes < former) this.known.set(sourceId, nothing())
    const unsealed = await this.unsealed(queryable, sourceId, this.of(sourceId).changes)
    // Read after them: what was sealed in between, and perhaps forgotten by the record, is in these.
    await this.loadRuns(queryable, sourceId)
    for (const { change, ...batch } of unsealed) this.note(sourceId, change, batch)
    const known = this.of(sourceId)
    known.changes = Math.max(known.changes, changes)
  }

  private async unsealed(queryable: Queryable, sourceId: string, after: number): Promise<Unsealed[]> {
    const all: Unsealed[] = []
    for (;;) {
      const last = all.at(-1)?.change ?? after
      const portion = await queryable.query<Unsealed>(SELECT_UNSEALED, [sourceId, last])
      all.push(...portion)
      if (portion.length < PORTION) return all
    }
  }

  private async loadRuns(queryable: Queryable, sourceId: string): Promise<void> {
    const { runs } = this.of(sourceId)
    for (const { run, filter } of await selectRuns(queryable, sourceId, runs.runs)) {
      if (!runs.runs.includes(run)) runs.add(run, filter)
    }
  }

  private async sealOf(sourceId: string): Promise<void> {
    const known = this.of(sourceId)
    const left = known.sealing
    known.sealing = known.recent
    known.recent = new Map()
    // Of an attempt that failed.
    for (const [key, batch] of left) known.sealing.set(key, batch)
    const unsealed = await this.unsealed(this.database, sourceId, 0)
    await insertRuns(this.database, sourceId, unsealed, this.now())
    await this.loadRuns(this.database, sourceId)
    known.sealing = new Map()
  }
}

/** The number of a change that is being made in a transaction. */
export async function countChange(transaction: Queryable, sourceId: string): Promise<number> {
  const [{ changes }] = await transaction.query<{ changes: number }>(COUNT_CHANGE, [sourceId])
  return changes
}

function positionOf(key: string, { digests }: BatchIds): number {
  for (const at of startsOf(digests)) if (keyAt(digests, at) === key) return at / DIGEST_BYTES
  throw new Error('A batch without one of its ids.')
}
