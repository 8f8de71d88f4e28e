import type { Engine } from './engine'

/** How often is looked for something to do, while statements run. */
const INTERVAL_MS = 1_000
/** Between two portions, so that what has come in meanwhile goes first. */
const PAUSE_MS = 50

/** A checkpoint after so much log: what a restart has to go through, and what the log may take on the disk. In bytes. */
const CHECKPOINT_AFTER = 64 * 1024 * 1024

/** Pages of a table that a vacuum looks through at most, and of its indexes that it may: as long as others can wait for it. */
const MOST_PAGES = 1_500

/**
 * The table that needs it most, by PostgreSQL's own rules for autovacuum, which an embedded one lacks: a fifth of the rows
 * dead or new, a tenth of them changed since the statistics were made; none made yet; transaction ids that grow old. And long before
 * a fifth of a large table where there are as many pages to look through as a vacuum may take: it passes by all the others. Statistics
 * that know little of what is there now come first, such as those made before a board grew: a plan by them takes seconds.
 */
const NEXT_TABLE = `
  WITH tables AS (
    SELECT class.oid::regclass::text AS name,
      GREATEST(class.reltuples, 0) AS rows, n_dead_tup AS dead, n_ins_since_vacuum AS added, n_mod_since_analyze AS changed,
      class.reltuples < 0 AS unknown, class.relpages > 0 OR n_live_tup > 0 OR pg_relation_size(class.oid) > 0 AS filled,
      age(class.relfrozenxid) AS age, n_dead_tup + CASE WHEN n_ins_since_vacuum > 500
        THEN GREATEST(pg_relation_size(class.oid) / 8192 - class.relallvisible, 0) ELSE 0 END AS pages
    FROM pg_stat_all_tables JOIN pg_class AS class ON class.oid = relid
    WHERE schemaname <> 'information_schema'
  ), needs AS (
    SELECT *, dead > 500 + rows / 5 OR added > 10000 + rows / 5 OR pages > ${MOST_PAGES} OR age > 100000000 AS dirty,
      name NOT LIKE 'pg_toast.%' AND (changed > 100 + rows / 10 OR unknown AND filled) AS changed_much,
      name NOT LIKE 'pg_toast.%' AND changed > 100 + rows / 2 AS stale
    FROM tables
  )
  SELECT name, dirty AND NOT stale AS dirty, dead::int, rows::int,
    (SELECT coalesce(sum(pg_relation_size(indexrelid)) / 8192, 0)::int FROM pg_index WHERE indrelid = name::regclass) AS "indexPages"
  FROM needs WHERE dirty OR changed_much
  ORDER BY unknown DESC, stale DESC, GREATEST(dead, added, changed) / (rows + 1) DESC LIMIT 1`

interface Table {
  name: string
  /** Whether it is to be vacuumed; else it is to be analysed. */
  dirty: boolean
  rows: number
  dead: number
  indexPages: number
}

/** The log since the last checkpoint, in bytes. A single-user PostgreSQL makes none by itself. */
const LOG_SINCE_CHECKPOINT =
  'SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn)::float8 AS bytes FROM pg_control_checkpoint()'

/**
 * Does for an embedded database what a server's own background processes do: gives back dead rows, makes statistics, bounds
 * the log. One table at a time, between statements, and its dead rows apart from its statistics: others wait for neither twice. Large
 * indexes, all of which a vacuum goes through, keep what leads to dead rows until these are a fifth.
 */
export function startUpkeep(engine: Engine, interval = INTERVAL_MS): { stop(): void } {
  let timer: NodeJS.Timeout
  let seen = -1
  const kept = new Map<string, number>()
  const step = async () => {
    const hasNews = engine.exchanges !== seen
    const statement = hasNews && engine.idle && !engine.full ? await nextStatement(engine, kept) : undefined
    // What fails now, as on a damaged page, is said by whoever needs it.
    if (statement) await engine.query(statement).catch(() => undefined)
    else if (engine.idle) seen = engine.exchanges
    timer = setTimeout(run, statement ? PAUSE_MS : interval)
  }
  const run = () => void step()
  timer = setTimeout(run, 0)
  return { stop: () => clearTimeout(timer) }
}

async function nextStatement(engine: Engine, kept: Map<string, number>): Promise<string | undefined> {
  const [{ bytes }] = await engine.query<{ bytes: number }>(LOG_SINCE_CHECKPOINT)
  if (bytes > CHECKPOINT_AFTER) return 'CHECKPOINT'
  // What a connection has counted is else not told to the others until it is idle, of which PGlite knows nothing.
  await engine.query('SELECT pg_stat_force_next_flush()')
  const [table] = await engine.query<Table>(NEXT_TABLE)
  if (!table) return undefined
  return table.dirty ? vacuum(table, kept) : `ANALYZE ${table.name}`
}

/** The statement that vacuums a table. `kept` counts by table the dead rows that its indexes still lead to. */
export function vacuum({ name, rows, dead, indexPages }: Table, kept: Map<string, number>): string {
  const all = dead + (kept.get(name) ?? 0)
  const isKept = indexPages > MOST_PAGES && all < rows / 5
  kept.set(name, isKept ? all : 0)
  // Rows that are only ever added are frozen at once, so that nobody has to come back to them.
  const options = ['PROCESS_TOAST false', ...(dead === 0 ? ['FREEZE'] : []), ...(isKept ? ['INDEX_CLEANUP off'] : [])]
  return `VACUUM (${options.join(', ')}) ${name}`
}
