import type { Queryable } from '../database'
import type { Engine } from './engine'

/** How often is looked for something to do, while statements run. */
const INTERVAL_MS = 1_000
/** Between two portions, so that what has come in meanwhile goes first, and between two looks for a moment in which nothing runs. */
const PAUSE_MS = 50

/** How long a start waits for what is due, but for what it has begun: the rest is done while statements run. */
const LONGEST_AHEAD_MS = 5_000

/**
 * A checkpoint after so much log: what a restart has to go through, and what the log may take on the disk. In bytes. Everybody waits for as
 * much as was written meanwhile; but a page's first change after a checkpoint is logged as a whole.
 */
const CHECKPOINT_AFTER = 64 * 1024 * 1024

const CHECKPOINT = 'CHECKPOINT'

/** Pages of a table that a vacuum looks through at most, and of its indexes that it may: as long as others can wait for it. */
const MOST_PAGES = 1_500
/** Of a table's first vacuum since the start, which takes longer: most are made as the database is opened, when nobody waits. */
const MOST_PAGES_AT_FIRST = 500

/** Nor are larger indexes cleared while nothing else is due, nor those of one table sooner than this after the last time: who asks waits. */
const MOST_PAGES_AT_REST = 4 * MOST_PAGES
const BETWEEN_CLEARANCES_MS = 60_000

/**
 * The table that needs it most, by the rules of PostgreSQL's autovacuum, which an embedded one lacks: a fifth of the rows dead,
 * new, or changed since the statistics were made; none made yet; transaction ids that grow old. And long before a fifth of a large
 * table where there are as many pages to look through as a vacuum may take: it passes by all the others. Statistics that know little of
 * what is there now come first, such as those made before a board grew: a plan by them takes seconds. What was counted is lost with the
 * process: a table without statistics is analysed however little it is known to have changed (a vacuum tells how many rows there are, and
 * no more), and the pages of a large one are looked at until it was vacuumed since the start. Nothing is chosen that would be
 * left as it was: a partitioned table has no rows of its own, and PostgreSQL makes no statistics of its statistics. Last come those of
 * the given names of which most pages are still not known to be seen by all, so that who looks up rows by an index alone goes to the table.
 */
const NEXT_TABLE = `
  WITH tables AS (
    SELECT oid, GREATEST(reltuples, 0) AS rows, relpages AS pages, relallvisible AS visible, age(relfrozenxid) AS age,
      pg_stat_get_dead_tuples(oid) AS dead, pg_stat_get_ins_since_vacuum(oid) AS added,
      analysed AND (reltuples < 0 OR reltuples > 0 AND relnamespace <> 'pg_catalog'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_statistic WHERE starelid = pg_class.oid)) AS unknown,
      pg_stat_get_last_vacuum_time(oid) IS NULL AS uncounted,
      CASE WHEN analysed THEN pg_stat_get_mod_since_analyze(oid) ELSE 0 END AS changed
    FROM pg_class, LATERAL (SELECT relkind = 'r' AND oid <> 'pg_statistic'::regclass AS analysed) AS kind
    WHERE relkind IN ('r', 't') AND relnamespace <> 'information_schema'::regnamespace
  ), needs AS (
    SELECT *, dead > 500 + rows / 5 OR added > 10000 + rows / 5 OR age > 100000000
        OR dead + CASE WHEN added > 500 OR uncounted AND (rows > 10000 OR pages > ${MOST_PAGES}) THEN pg_relation_size(oid) / 8192 - visible ELSE 0 END
          > CASE WHEN uncounted THEN ${MOST_PAGES_AT_FIRST} ELSE ${MOST_PAGES} END AS dirty,
      changed > 100 + rows / 5 OR CASE WHEN unknown THEN pg_relation_size(oid) > 0 END AS changed_much,
      changed > 100 + rows / 2 AS stale,
      (SELECT coalesce(sum(pg_relation_size(indexrelid)) / 8192, 0)::int FROM pg_index WHERE indrelid = oid) AS index_pages
    FROM tables
  ), chosen AS (
    SELECT *, CASE WHEN dirty AND NOT stale THEN 'vacuum' WHEN dirty OR changed_much THEN 'analyze'
      WHEN oid::regclass::text = ANY ($1) AND visible < pages / 2 AND index_pages < ${MOST_PAGES_AT_REST} THEN 'clear' END AS needs
    FROM needs
  )
  SELECT oid::regclass::text AS name, needs, dead::int, rows::int, index_pages AS "indexPages" FROM chosen WHERE needs IS NOT NULL
  ORDER BY needs = 'clear', unknown DESC, stale DESC, GREATEST(dead, added, changed) / (rows + 1) DESC LIMIT 1`

/** What vacuums have left for later. */
export interface Kept {
  /** By table, the dead rows that its indexes still lead to, where that is known. */
  dead: Map<string, number>
  /** By table, when its indexes were last cleared because nothing else was due. In milliseconds. */
  cleared: Map<string, number>
}

interface Table {
  name: string
  /** To be cleared is to be vacuumed with its indexes. */
  needs: 'vacuum' | 'analyze' | 'clear'
  rows: number
  dead: number
  indexPages: number
}

/** The log since the last checkpoint, in bytes. A single-user PostgreSQL makes none by itself. */
const LOG_SINCE_CHECKPOINT =
  'SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn)::float8 AS bytes FROM pg_control_checkpoint()'

/**
 * Does for an embedded database what a server's own background processes do: gives back dead rows, makes statistics, bounds
 * the log. One table at a time, between statements, and its dead rows apart from its statistics: others wait for neither twice. What was
 * due when the database was closed is done before this resolves, or begun within some seconds: nobody waits for anything else. Large
 * indexes, all of which a vacuum goes through, keep what leads to dead rows until these are a fifth, or nothing else is due: no page that
 * is led to is known to be seen by all. A table's first vacuum since the start clears them, for nobody knows how many these are.
 */
export async function startUpkeep(engine: Engine, interval = INTERVAL_MS): Promise<{ stop(): void }> {
  let timer: NodeJS.Timeout
  let seen = engine.exchanges
  const kept: Kept = { dead: new Map(), cleared: new Map() }
  let stopped = false
  // What fails now, as on a damaged page, is said by whoever needs it.
  const ignore = () => undefined
  const findWork = async () => (engine.full ? undefined : nextStatement(engine, kept).catch(ignore))
  const carryOut = (statement: string) => engine.query(statement).catch(ignore)
  const step = async () => {
    const hasNews = engine.exchanges !== seen
    const isBusy = hasNews && !engine.idle
    const statement = hasNews && !isBusy ? await findWork() : undefined
    if (statement === CHECKPOINT) await engine.syncTables().catch(ignore)
    if (stopped) return
    // A transaction that has begun meanwhile goes first.
    if (statement && engine.idle) await carryOut(statement)
    else if (!isBusy) seen = engine.exchanges
    timer = setTimeout(run, statement || isBusy ? PAUSE_MS : interval)
  }
  const run = () => void step()
  const done = new Set<string>()
  const until = Date.now() + LONGEST_AHEAD_MS
  for (let due = await findWork(); due && !done.has(due) && Date.now() < until; due = await findWork()) {
    await carryOut(due)
    // One more may be due after each vacuum.
    done.delete(CHECKPOINT)
    done.add(due)
  }
  timer = setTimeout(run, interval)
  return {
    stop() {
      stopped = true
      clearTimeout(timer)
    }
  }
}

/** What is to be done next, if anything is. */
export async function nextStatement(engine: Queryable, kept: Kept): Promise<string | undefined> {
  const [{ bytes }] = await engine.query<{ bytes: number }>(LOG_SINCE_CHECKPOINT)
  if (bytes > CHECKPOINT_AFTER) return CHECKPOINT
  // What a connection has counted is else not told to the others until it is idle, of which PGlite knows nothing.
  await engine.query('SELECT pg_stat_force_next_flush()')
  const since = Date.now() - BETWEEN_CLEARANCES_MS
  const mayClear = (name: string) => (kept.cleared.get(name) ?? since) <= since
  const unclear = [...kept.dead].flatMap(([name, dead]) => (dead > 0 && mayClear(name) ? [name] : []))
  const [table] = await engine.query<Table>(NEXT_TABLE, [unclear])
  if (!table) return undefined
  if (table.needs === 'analyze') return `ANALYZE ${table.name}`
  if (table.needs === 'clear') kept.cleared.set(table.name, Date.now())
  return vacuum(table, kept.dead)
}

/** The statement that vacuums a table. `kept` is as of `Kept.dead`. */
export function vacuum({ name, needs, rows, dead, indexPages }: Table, kept: Map<string, number>): string {
  const known = kept.get(name)
  const all = dead + (known ?? 0)
  const isKept = needs !== 'clear' && known !== undefined && indexPages > MOST_PAGES && all < rows / 5
  kept.set(name, isKept ? all : 0)
  // Rows that are only ever added are frozen at once, so that nobody has to come back to them.
  const isFrozen = dead === 0 && needs !== 'clear'
  const options = ['PROCESS_TOAST false', ...(isFrozen ? ['FREEZE'] : []), ...(isKept ? ['INDEX_CLEANUP off'] : [])]
  return `VACUUM (${options.join(', ')}) ${name}`
}
