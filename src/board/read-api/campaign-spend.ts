import type { Queryable } from '../../database'
import { problem } from '../errors'
import { formatMoney, toMoney } from '../money'
import { storable } from '../storable'
import { Board } from '../store/boards'
import { withBoardLock, type Transactional } from '../store/lock'
import type { CampaignSpend } from './shapes'
import { checkTag } from './spend'

/** The spend that was entered by campaign. In the table '' stands for what a campaign does not say, since a key cannot hold null. */
export async function loadCampaignSpend(database: Queryable, board: Board): Promise<CampaignSpend> {
  const rows = await database.query<CampaignSpend[number]>(
    `SELECT to_char(month, 'YYYY-MM') AS month, nullif(source, '') AS source, nullif(medium, '') AS medium,
       nullif(campaign, '') AS name, currency, amount::text
     FROM board.campaign_spend WHERE board_id = $1 ORDER BY month, source, medium, campaign, currency`,
    [board.boardId]
  )
  return rows.map((row) => ({ ...row, amount: formatMoney(toMoney(row.amount)) }))
}

/** @throws invalid_parameter where an amount names no campaign, or the same as another */
export function campaignSpendRowsOf(spend: CampaignSpend): object[] {
  const rows = new Map<string, object>()
  for (const [index, { month, source, medium, name, currency, amount }] of spend.entries()) {
    const [from, by, campaign] = [source, medium, name].map((text) => storable(text ?? '').trim())
    const place = `/${index}`
    if (from + by + campaign === '')
      throw problem('invalid_parameter', { detail: `${index} must have a source, a medium or a name` }, place)
    const key = JSON.stringify([month, from, by, campaign, currency])
    if (rows.has(key))
      throw problem(
        'invalid_parameter',
        { detail: `${index} must not name the month, campaign and currency of another` },
        place
      )
    rows.set(key, { month: `${month}-01`, source: from, medium: by, campaign, currency, amount })
  }
  return [...rows.values()]
}

/** Replaces all of it; with `expected`, only where it is still what that tag names. */
export async function saveCampaignSpend(
  database: Transactional,
  board: Board,
  spend: CampaignSpend,
  expected: string | undefined
): Promise<CampaignSpend> {
  const rows = campaignSpendRowsOf(spend)
  return withBoardLock(database, board.boardId, async (transaction) => {
    checkTag(await loadCampaignSpend(transaction, board), expected)
    await transaction.query('DELETE FROM board.campaign_spend WHERE board_id = $1', [board.boardId])
    await transaction.query(
      `INSERT INTO board.campaign_spend (board_id, month, source, medium, campaign, currency, amount)
       SELECT $1, month, source, medium, campaign, currency, amount FROM jsonb_to_recordset($2::jsonb)
         AS row (month date, source text, medium text, campaign text, currency text, amount numeric)`,
      [board.boardId, JSON.stringify(rows)]
    )
    return loadCampaignSpend(transaction, board)
  })
}
