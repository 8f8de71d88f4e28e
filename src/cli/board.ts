import path from 'node:path'
import { startBoard } from '../board'
import { locationOf } from './options'
import type { DataOptions } from './options'
import { startScreen } from './screen'
import { resolveSecrets } from './secrets'
import { closeOnSignal } from './signals'

export interface BoardOptions extends DataOptions {
  host: string
  port: number
}

/** `tractionboard board`: a board alone, behind Segment or behind a pipeline elsewhere. */
export async function board(options: BoardOptions): Promise<void> {
  const { adminKey, tokenId: givenTokenId } = await resolveSecrets(path.resolve(options.data), process.env)
  const running = await startBoard({
    database: locationOf(options, 'board'),
    host: options.host,
    port: options.port,
    boards: [{ name: 'My Tractionboard', tokenId: givenTokenId, adminKey }]
  })
  const [{ tokenId }] = running.boards
  process.stdout.write(startScreen({ board: { url: running.url, tokenId }, adminKey }))
  closeOnSignal(() => running.close())
}
