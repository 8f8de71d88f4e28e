import type { Engine } from './engine'

/** How often is looked for something to do, while statements run. */
const INTERVAL_MS = 1_000
/** Between two portions, so that what has come in meanwhile goes first. */
const PAUSE_MS = 50

/** A checkpoint after so much log: what a restart has to go through, and what the log may take on the disk. In bytes. */
const CHECKPOINT_AFTER = 64 * 1024 * 1024

/**
 * The table that needs it most, by PostgreSQL's own rules for autovacuum, which an embedded one lacks: a fifth of the rows
 * dead or new, a tenth of them changed since the statistics were made; none made yet; transaction ids that grow old. What was counted is
 * forgotten when the database is closed: then the pages tell that are not known to be visible to all, which an index alone cannot answer for.
 */
const NEXT_TABLE = `
  WITH tables AS (
    SELECT class.oid::regclass::text AS name,
      GREATEST(class.reltuples, 0) AS rows, n_dead_tup AS dead, n_ins_since_vacuum AS added, n_mod_since_analyze AS changed,
      class.reltuples < 0 AS unknown, class.relpages > 0 OR n_live_tup > 0 OR pg_relation_size(class.oid) > 0 AS filled,
      age(class.relfrozenxid) AS age, pg_relation_size(class.oid) / 8192 AS pages, relallvisible AS visible
    FROM pg_stat_all_tables JOIN pg_class AS class ON class.oid = relid
    WHERE schemaname NOT IN ('pg_toast', 'information_schema')
  ), needs AS (
    SELECT *, dead > 500 + rows / 5 OR added > 10000 + rows / 5 OR pages - visible > 100 + pages / 5 OR age > 100000000 AS dirty,
      changed > 100 + rows / 10 OR unknown AND filled AS changed_much
    FROM tables
  )
  SELECT CASE WHEN dirty THEN 'VACUUM ' ELSE 'ANALYZE ' END || name AS statement
  FROM needs WHERE dirty OR changed_much
  ORDER BY unknown DESC, GREATEST(dead, added, changed) / (rows + 1) DESC LIMIT 1`

/** The log since the last checkpoint, in bytes. A single-user PostgreSQL makes none by itself. */
const LOG_SINCE_CHECKPOINT =
  'SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn)::float8 AS bytes FROM pg_control_checkpoint()'

/**
 * Does for an embedded database what a server's own background processes do: gives back dead rows, makes statistics, bounds
 * the log. One table at a time, between statements, and its dead rows apart from its statistics: others wait for neither twice.
 */
export function startUpkeep(engine: Engine, interval = INTERVAL_MS): { stop(): void } {
  let timer: NodeJS.Timeout
  let seen = -1
  const step = async () => {
    const hasNews = engine.exchanges !== seen
    const statement = hasNews && engine.idle && !engine.full ? await nextStatement(engine) : undefined
    // What fails now, as on a damaged page, is said by whoever needs it.
    if (statement) await engine.query(statement).catch(() => undefined)
    else if (engine.idle) seen = engine.exchanges
    timer = setTimeout(run, statement ? PAUSE_MS : interval)
  }
  const run = () => void step()
  timer = setTimeout(run, 0)
  return { stop: () => clearTimeout(timer) }
}

async function nextStatement(engine: Engine): Promise<string | undefined> {
  const [{ bytes }] = await engine.query<{ bytes: number }>(LOG_SINCE_CHECKPOINT)
  if (bytes > CHECKPOINT_AFTER) return 'CHECKPOINT'
  // What a connection has counted is else not told to the others until it is idle, of which PGlite knows nothing.
  await engine.query('SELECT pg_stat_force_next_flush()')
  const [table] = await engine.query<{ statement: string }>(NEXT_TABLE)
  return table?.statement
}
