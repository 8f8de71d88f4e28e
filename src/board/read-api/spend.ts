import type { Queryable } from '../../database'
import { Board } from '../store/boards'
import { CURRENCIES } from '../currencies'
import { isStill, type CatalogueError } from '../../web'
import { problem } from '../errors'
import { isAmount } from '../money'
import { withBoardLock, type Transactional } from '../store/lock'
import { formatDay, isMonth } from '../time'
import { readSpend } from './metrics-store'
import type { Spend } from './shapes'

/** The acquisition spend that was entered, by month and currency. */
export async function loadSpend(database: Queryable, board: Board): Promise<Spend> {
  const spend = await readSpend(database, board)
  return Object.fromEntries([...spend].map(([day, amounts]) => [formatDay(day).slice(0, 7), amounts]))
}

/** @throws spend_changed where the spend is not what the tag names */
export function checkTag(spend: unknown, expected: string | undefined): void {
  if (!isStill(spend, expected)) throw problem('spend_changed')
}

/**
 * Replaces all of the spend; with `expected`, only where it is still what that tag names. Who changes it at the same time waits, so that
 * nobody's change is lost without a word.
 */
export async function saveSpend(
  database: Transactional,
  board: Board,
  body: unknown,
  expected: string | undefined
): Promise<Spend> {
  const rows = spendRowsOf(body)
  return withBoardLock(database, board.boardId, async (transaction) => {
    checkTag(await loadSpend(transaction, board), expected)
    await transaction.query('DELETE FROM board.spend WHERE board_id = $1', [board.boardId])
    await transaction.query(
      `INSERT INTO board.spend (board_id, month, currency, amount)
       SELECT $1, month, currency, amount
       FROM jsonb_to_recordset($2::jsonb) AS row (month date, currency text, amount numeric)`,
      [board.boardId, JSON.stringify(rows)]
    )
    return loadSpend(transaction, board)
  })
}

/** @throws invalid_parameter that names the month and the currency that are wrong */
export function spendRowsOf(body: unknown) {
  return entriesOf(body, 'The body must be an object such as {"2024-01": {"USD": "500.00"}}').flatMap(
    ([month, amounts]) => {
      if (!isMonth(month)) throw invalid(`${month} must be a month such as 2024-01`)
      return entriesOf(amounts, `${month} must be an object such as {"USD": "500.00"}`).map(([currency, amount]) => {
        const field = `${month}.${currency}`
        if (!CURRENCIES.has(currency)) throw invalid(`${field} must be named by an ISO 4217 currency code such as USD`)
        if (!isDecimal(amount)) {
          throw invalid(
            `${field} must be an amount from 0 to below 100,000,000,000 with at most 4 decimals, such as "500.00"`
          )
        }
        return { month: `${month}-01`, currency, amount }
      })
    }
  )
}

function entriesOf(value: unknown, problem: string): [string, unknown][] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw invalid(problem)
  return Object.entries(value)
}

function isDecimal(amount: unknown): boolean {
  if (typeof amount === 'string') return /^\d{1,11}(\.\d{1,4})?$/.test(amount)
  return isAmount(amount)
}

function invalid(detail: string): CatalogueError {
  return problem('invalid_parameter', { detail })
}
