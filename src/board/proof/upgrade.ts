import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import type { Database } from '../../database'
import { problem } from '../errors'
import { rebuildBoard, staleBoards } from './rebuild'

const TELL_EVERY_MS = 10_000
const RETRY_MS = 10_000

/** The boards whose state was computed by the rules of an earlier version, while it is made anew. */
export interface Upgrade {
  /** @throws upgrading, where the figures of a board are not those of its events yet */
  check(boardId: number): void
  /** Makes the states anew, one after the other. A large one takes minutes. */
  begin(log: FastifyBaseLogger): void
  /** Stops after the step that is under way: the next start goes on from there. */
  end(): Promise<void>
}

/** Nothing is read of a board meanwhile, nor written to it: senders try again, and what a page shows is right or is not there. */
export async function findUpgrade(database: Database, retryMs = RETRY_MS): Promise<Upgrade> {
  const percents = new Map((await staleBoards(database)).map((boardId) => [boardId, 0]))
  const ending = new AbortController()
  let work: Promise<void> | undefined
  const upgrade = async (boardId: number, log: FastifyBaseLogger) => {
    let told = -Infinity
    await rebuildBoard(database, boardId, (done, total) => {
      ending.signal.throwIfAborted()
      percents.set(boardId, total === 0 ? 0 : Math.floor((100 * done) / total))
      if (Date.now() - told < TELL_EVERY_MS) return
      told = Date.now()
      log.warn(
        { board: boardId, done, total },
        'computing the state of a board anew from its events, once for this version'
      )
    })
    percents.delete(boardId)
    log.info({ board: boardId }, 'the state of the board is that of this version')
  }
  const run = async (log: FastifyBaseLogger) => {
    while (percents.size > 0 && !ending.signal.aborted) {
      const [boardId] = percents.keys()
      await upgrade(boardId, log).catch(async (error: Error) => {
        if (ending.signal.aborted) return
        log.error({ err: error, board: boardId }, 'the state of a board could not be computed: it is tried again soon')
        await sleep(retryMs, undefined, { signal: ending.signal }).catch(() => undefined)
      })
    }
  }
  return {
    check(boardId) {
      const percent = percents.get(boardId)
      if (percent !== undefined) throw problem('upgrading', { percent: String(percent) })
    },
    begin: (log) => void (work = run(log)),
    async end() {
      ending.abort()
      await work
    }
  }
}
