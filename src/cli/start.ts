import { alertsOf } from './alerts'
import { collectGarbageAlone } from './garbage'
import { keepOf, locationOf, queueOf, webOptions } from './options'
import type { AlertOptions, KeepOptions, RunOptions } from './options'
import { run } from './run'
import { tellPipeline, tokenIdOf } from './running'
import { endWith } from './signals'

export interface StartOptions extends RunOptions, KeepOptions, AlertOptions {
  port: number
  boardPort: number
}

/**
 * `tractionboard start`: a board and a pipeline that delivers to it, on this machine alone. The board has a thread of its
 * own, beside the one that takes events in and delivers them.
 */
export async function start(options: StartOptions): Promise<void> {
  const { port, boardPort } = options
  if (port === boardPort && port !== 0) throw new Error(`--port and --board-port are both ${port}: give each its own.`)
  collectGarbageAlone()
  // One after the other, so that the pipeline can end what it delivers: each has half of the time.
  const web = {
    ...webOptions(options),
    drainSeconds: options.drainSeconds === undefined ? undefined : options.drainSeconds / 2
  }
  const databases = { board: locationOf(options, 'board'), pipeline: locationOf(options, 'pipeline') }

  const keep = await keepOf(options)
  const alerts = await alertsOf(options)
  await run(options, ['writeKey', 'tokenId'], async ({ adminKey, writeKey, tokenId: givenTokenId }, events) => {
    const { startBoardInWorker } = await import('../board/start-in-worker.js')
    const [board, { startPipeline }] = await Promise.all([
      startBoardInWorker(
        {
          ...web,
          database: databases.board,
          port: boardPort,
          boards: [{ name: 'My Tractionboard', tokenId: givenTokenId, adminKey }],
          onlyFirst: true
        },
        endWith
      ),
      import('../pipeline/index.js')
    ])
    try {
      // The board knows best: its Token ID may have been rotated since it was first given.
      const [{ tokenId }] = board.boards
      const pipeline = await startPipeline({
        ...web,
        database: databases.pipeline,
        keep,
        alerts,
        queue: queueOf(options),
        port,
        adminKey,
        sources: [
          {
            name: 'My source',
            writeKey,
            settings: { tokenId, endpoint: board.url },
            renew: async () => ({ tokenId: await tokenIdOf(board, adminKey), endpoint: board.url })
          }
        ],
        onOutcome: (outcome) => events.tell(outcome)
      })
      await tellPipeline(board, adminKey, { url: pipeline.url, write_key: writeKey })
      const close = async () => {
        await pipeline.close()
        await board.close()
      }
      return { board: { url: board.url, tokenId }, pipeline: { url: pipeline.url, writeKey }, close }
    } catch (error) {
      await board.close()
      throw error
    }
  })
}
