import { setTimeout as sleep } from 'node:timers/promises'
import { findById } from '../store/boards'
import { dayOf, formatDay } from '../time'
import { readAudiences } from './audiences'
import type { Context } from './context'
import { MOST_PERIODS, readMetrics } from './metrics'

/** Of so many boards, those that have changed most: a process may serve thousands. */
const MOST_BOARDS = 4
/** A start waits no longer for it, in ms. */
const PATIENCE_MS = 1_000

const BUSIEST = 'SELECT board_id FROM board.locks WHERE changes > 0 ORDER BY changes DESC LIMIT $1'

/**
 * Reads before a server listens what the first call after a start would wait for longest: what all persons come to, which is kept and
 * brought up to date from then on, and what is counted by day, whose statements are compiled and whose pages are there from then on.
 */
export async function readAhead(context: Pick<Context, 'database' | 'answers'>): Promise<void> {
  // What fails now is said by whoever needs it.
  await Promise.race([readBusiest(context).catch(() => undefined), sleep(PATIENCE_MS, undefined, { ref: false })])
}

async function readBusiest({ database, answers }: Pick<Context, 'database' | 'answers'>): Promise<void> {
  const tomorrow = dayOf(Date.now()) + 1
  const range = { from: formatDay(tomorrow - MOST_PERIODS), to: formatDay(tomorrow), interval: 'day' as const }
  for (const { board_id } of await database.query<{ board_id: number }>(BUSIEST, [MOST_BOARDS])) {
    const board = await findById(database, board_id)
    if (!board) continue
    const kept = await answers.of(board)
    await readMetrics(kept, board, range, Date.now())
    await readAudiences(kept)
  }
}
