import { Database, Queryable } from '../../database'
import { AcceptedEvent, readEvent } from '../events-api/read-event'
import { rowsOf, storeUnknown } from '../events-api/store'
import { readSpend } from '../read-api/metrics-store'
import { campaignSpendRowsOf, loadCampaignSpend, saveCampaignSpend } from '../read-api/campaign-spend'
import { CampaignSpend, type Spend } from '../read-api/shapes'
import { saveSpend, spendRowsOf } from '../read-api/spend'
import { digest } from '../secrets'
import { BEFORE_ALL, readArrivals } from '../store/arrivals'
import { findById } from '../store/boards'
import { NO_STATE, type Transactional } from '../store/lock'
import { makeBoard } from '../store/manage'
import type { NewKeys } from '../store/manage'
import { formatDay } from '../time'
import { validator } from '../validation'
import { rebuildBoard } from './rebuild'
import type { Progress } from './replay'

/**
 * A backup is NDJSON: a line that says what it is, one for each event, one for each digest of an event that was deleted with its person,
 * and one that ends it. All the rest of a board follows from these. It holds no key.
 */
interface Header {
  tractionboard: 'backup'
  version: 1
  name: string
  spend: Spend
  /** Backups of before had none. */
  campaign_spend?: CampaignSpend
}
type Line = Header | { event: object } | { deleted: string } | { end: true; events: number; deleted: number }

const PAGE = 1_000

/** The lines of a board's backup, each with its line break. The board serves meanwhile. */
export async function* backupBoard(
  database: Queryable,
  boardId: number,
  onProgress: Progress = () => undefined
): AsyncGenerator<string> {
  const board = await findById(database, boardId)
  if (!board) throw new Error(`There is no board ${boardId}.`)
  const spend: Spend = {}
  for (const [day, amounts] of await readSpend(database, board)) spend[formatDay(day).slice(0, 7)] = amounts
  const campaignSpend = await loadCampaignSpend(database, board)
  yield line({ tractionboard: 'backup', version: 1, name: board.name, spend, campaign_spend: campaignSpend })
  const [{ total }] = await database.query<{ total: number }>(
    'SELECT count(*) AS total FROM board.events WHERE board_id = $1',
    [boardId]
  )
  let place = BEFORE_ALL
  let events = 0
  for (;;) {
    const { rows, end } = await readArrivals<object>(database, boardId, place, PAGE)
    for (const { event } of rows) yield line({ event })
    events += rows.length
    onProgress(Math.min(events, total), total)
    if (rows.length < PAGE) break
    place = end
  }
  // After the events: who was deleted while they were read is deleted again by the restore.
  let after = ''
  let deleted = 0
  for (;;) {
    const rows = await database.query<{ digest: string }>(
      'SELECT digest FROM board.deleted_events WHERE board_id = $1 AND digest > $2 ORDER BY digest LIMIT $3',
      [boardId, after, PAGE]
    )
    for (const row of rows) yield line({ deleted: row.digest })
    deleted += rows.length
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) break
    after = last.digest
  }
  yield line({ end: true, events, deleted })
}

const line = (content: Line) => `${JSON.stringify(content)}\n`

const FOREIGN = 'The file is no backup of a board that this version can read'

/** A file that is no whole backup. Nothing was changed. */
export class BackupError extends Error {
  constructor(problem: string, number: number) {
    super(`${problem} (line ${number}). Nothing was restored.`)
    this.name = 'BackupError'
  }
}

/**
 * Makes a board of a backup that was checked, with keys of its own. All of it is stored in one transaction, so that a restore that fails or
 * is killed leaves nothing; the state then follows from the events, by `rebuildBoard`: what a kill leaves of that is taken up by the next
 * start or command (`bringUpToDate`).
 * @param lines of the backup, once more
 * @param onProgress told of the events stored, and then from the first one on of those that the state follows from
 */
export async function restoreBoard(
  database: Database,
  checked: CheckedBackup,
  lines: AsyncIterable<string>,
  name?: string,
  onProgress: Progress = () => undefined
): Promise<NewKeys & { events: number }> {
  const keys = await database.transaction(async (transaction) => {
    await transaction.query('SET LOCAL statement_timeout = 0')
    await transaction.query('SET LOCAL idle_in_transaction_session_timeout = 0')
    const made = await makeBoard(transaction, name ?? checked.header.name, NO_STATE)
    await fill(transaction, made, checked, lines, onProgress)
    return made
  })
  return { ...keys, events: await rebuildBoard(database, keys.boardId, onProgress) }
}

async function fill(
  transaction: Queryable,
  { boardId }: NewKeys,
  { header, total, deleted }: CheckedBackup,
  lines: AsyncIterable<string>,
  onProgress: Progress
): Promise<void> {
  await transaction.query('INSERT INTO board.deleted_events (board_id, digest) SELECT $1::int, unnest($2::text[])', [
    boardId,
    [...deleted]
  ])
  await transaction.query('UPDATE board.locks SET deletions = $2 WHERE board_id = $1', [
    boardId,
    Number(deleted.size > 0)
  ])
  let batch: AcceptedEvent[] = []
  let done = 0
  const flush = async () => {
    if (batch.length > 0) await storeUnknown(transaction, rowsOf(boardId, batch))
    onProgress((done += batch.length), total)
    batch = []
  }
  for await (const text of lines) {
    const content = JSON.parse(text) as Line
    if (!('event' in content) || deleted.has(digest((content.event as { id: string }).id))) continue
    if (batch.push(readEvent(content.event)) === PAGE) await flush()
  }
  await flush()
  const board = await findById(transaction, boardId)
  if (!board) throw new Error(`There is no board ${boardId}.`)
  const within: Transactional = { transaction: (work) => work(transaction) }
  await saveSpend(within, board, header.spend, undefined)
  await saveCampaignSpend(within, board, header.campaign_spend ?? [], undefined)
}

/** What a backup holds besides its events. */
export interface CheckedBackup {
  header: Header
  total: number
  deleted: Set<string>
}

/**
 * Reads a backup from beginning to end: what is foreign, damaged or cut off is found before anything is made of it.
 * @throws BackupError that names the line and what is wrong with it
 */
export async function checkBackup(lines: AsyncIterable<string>): Promise<CheckedBackup> {
  let header: Header | undefined
  let number = 0
  let total = 0
  let hasEnded = false
  const deleted = new Set<string>()
  for await (const text of lines) {
    number++
    if (hasEnded) throw new BackupError('There is something after the end of the backup', number)
    const content = parse(text, number)
    if (!header) {
      if (!('tractionboard' in content) || content.tractionboard !== 'backup' || content.version !== 1) {
        throw new BackupError(FOREIGN, number)
      }
      checkHeader(content)
      header = content
    } else if ('event' in content) {
      try {
        readEvent(content.event)
      } catch (error) {
        throw new BackupError(`The event is not acceptable: ${(error as Error).message}`, number)
      }
      total++
    } else if ('end' in content) {
      if (content.events !== total || content.deleted !== deleted.size) {
        throw new BackupError('The backup lacks some of its lines', number)
      }
      hasEnded = true
    } else if ('deleted' in content && /^[0-9a-f]{64}$/.test(content.deleted)) deleted.add(content.deleted)
    else throw new BackupError('The line is none of a backup', number)
  }
  if (!header) throw new BackupError('The file is empty', number)
  if (!hasEnded) throw new BackupError('The backup is cut off', number)
  return { header, total, deleted }
}

const CAMPAIGN_SPEND = validator(CampaignSpend)

/** What is entered by hand, beside the events, is checked as when it was entered. */
function checkHeader({ name, spend, campaign_spend: campaignSpend = [] }: Header): void {
  const damaged = (problem: string) => new BackupError(`The first line is damaged: ${problem}`, 1)
  if (typeof name !== 'string' || name.trim() === '') throw damaged('name must be a string')
  const fault = CAMPAIGN_SPEND.problem(campaignSpend)
  if (fault !== undefined) throw damaged(`campaign_spend: ${fault}`)
  try {
    spendRowsOf(spend)
    campaignSpendRowsOf(campaignSpend)
  } catch (error) {
    throw damaged((error as Error).message.replace(/\.$/, ''))
  }
}

function parse(text: string, number: number): Line {
  try {
    const content: unknown = JSON.parse(text)
    if (content !== null && typeof content === 'object') return content as Line
  } catch {
    // Told below.
  }
  throw new BackupError(number === 1 ? FOREIGN : 'The line is no JSON object', number)
}
