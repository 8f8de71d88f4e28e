import { locationOf, webOptions } from './options'
import type { ServerOptions } from './options'
import { run } from './run'

/** `tractionboard board`: a board alone, behind Segment or behind a pipeline elsewhere. */
export async function board(options: ServerOptions): Promise<void> {
  const database = locationOf(options, 'board')
  await run(options, ['tokenId'], async ({ adminKey, tokenId: givenTokenId }) => {
    const { startBoard } = await import('../board/index.js')
    const boards = [{ name: 'My Tractionboard', tokenId: givenTokenId, adminKey }]
    const { url, boards: made, close } = await startBoard({ ...webOptions(options), database, boards, onlyFirst: true })
    return { board: { url, page: options.publicUrl, tokenId: made[0].tokenId }, close }
  })
}
