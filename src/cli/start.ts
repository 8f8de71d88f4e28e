import path from 'node:path'
import { startBoardInWorker } from '../board'
import { startPipeline } from '../pipeline'
import { locationOf } from './options'
import type { DataOptions } from './options'
import { eventLine, startScreen } from './screen'
import { resolveSecrets } from './secrets'
import { closeOnSignal, endWith } from './signals'

const HOST = '127.0.0.1'

export interface StartOptions extends DataOptions {
  port: number
  boardPort: number
}

/**
 * `tractionboard start`: a board and a pipeline that delivers to it, on this machine alone. The board has a thread of its
 * own, since each embedded database occupies the thread that it runs on.
 */
export async function start(options: StartOptions): Promise<void> {
  const { adminKey, writeKey, tokenId: givenTokenId } = await resolveSecrets(path.resolve(options.data), process.env)
  const board = await startBoardInWorker(
    {
      database: locationOf(options, 'board'),
      host: HOST,
      port: options.boardPort,
      boards: [{ name: 'My Tractionboard', tokenId: givenTokenId, adminKey }]
    },
    endWith
  )
  try {
    // The board knows best: its Token ID may have been rotated since it was first given.
    const [{ tokenId }] = board.boards
    const pipeline = await startPipeline({
      database: locationOf(options, 'pipeline'),
      host: HOST,
      port: options.port,
      adminKey,
      sources: [{ name: 'My source', writeKey, settings: { tokenId, endpoint: board.url } }],
      onOutcome: (outcome) => process.stdout.write(eventLine(outcome) + '\n')
    })
    process.stdout.write(
      startScreen({ pipeline: { url: pipeline.url, writeKey }, board: { url: board.url, tokenId }, adminKey })
    )
    closeOnSignal(async () => {
      await pipeline.close()
      await board.close()
    })
  } catch (error) {
    await board.close()
    throw error
  }
}
