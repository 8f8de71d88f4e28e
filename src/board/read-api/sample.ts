import { demoHistory, sendCalls } from '../../demo'
import { Database, Queryable } from '../../database'
import { problem } from '../errors'
import { deletePerson } from '../people/remove'
import { Actor, idOf, isUser } from '../people/actor'
import { Board } from '../store/boards'
import { withBoardLock } from '../store/lock'
import type { Pipeline } from './neighbour'
import { loadCampaignSpend, saveCampaignSpend } from './campaign-spend'
import { loadSpend, saveSpend } from './spend'

/** Sample data come under ids that begin so, by which they are found again: '.' follows '-'. */
const SAMPLE = `board_id = $1 AND id >= 'demo-' AND id < 'demo.'`
/** Persons that are deleted at a time: others that write wait meanwhile. */
const STEP = 25

export async function hasSample(database: Queryable, board: Board): Promise<boolean> {
  const [{ has }] = await database.query<{ has: boolean }>(
    `SELECT EXISTS (SELECT FROM board.events WHERE ${SAMPLE}) AS has`,
    [board.boardId]
  )
  return has
}

/**
 * Sends twelve months of a small SaaS the way real events come, through the pipeline. What was entered as spend stays. Their ids are new
 * each time, because what was deleted once does not come back.
 */
export async function loadSample(
  database: Database,
  board: Board,
  pipeline: Pipeline | undefined,
  now: Date
): Promise<number> {
  if (!pipeline) throw problem('no_pipeline')
  const { calls, spend, campaignSpend } = demoHistory(now, `demo-${now.getTime().toString(36)}`)
  await sendCalls({ pipelineUrl: pipeline.url, writeKey: pipeline.write_key }, calls)
  const entered = [...Object.keys(await loadSpend(database, board)), ...(await loadCampaignSpend(database, board))]
  if (entered.length === 0) {
    await saveSpend(database, board, spend, undefined)
    await saveCampaignSpend(database, board, campaignSpend, undefined)
  }
  return calls.length
}

/** Deletes every person of the sample data, and the spend that came with it where it was not changed since. */
export async function removeSample(database: Database, board: Board, now: Date): Promise<number> {
  let deleted = 0
  for (;;) {
    const actors = await database.query<{ actor: Actor }>(
      `SELECT DISTINCT actor FROM (SELECT actor FROM board.events WHERE ${SAMPLE} ORDER BY id LIMIT ${STEP * 20}) AS some_events LIMIT ${STEP}`,
      [board.boardId]
    )
    if (actors.length === 0) break
    deleted += await withBoardLock(database, board.boardId, async (transaction) => {
      let count = 0
      for (const { actor } of actors) {
        const id = isUser(actor) ? { userId: idOf(actor) } : { anonymousId: idOf(actor) }
        count += await deletePerson(transaction, board.boardId, id)
      }
      return count
    })
  }
  const { spend, campaignSpend } = demoHistory(now)
  if (JSON.stringify(await loadSpend(database, board)) === JSON.stringify(spend)) {
    await saveSpend(database, board, {}, undefined)
  }
  if (JSON.stringify(await loadCampaignSpend(database, board)) === JSON.stringify(campaignSpend)) {
    await saveCampaignSpend(database, board, [], undefined)
  }
  return deleted
}
