import { Queryable } from '../../database'
import { divideMoney, formatMoney, toMoney } from '../money'
import { Board } from '../store/boards'
import { readTogether } from '../store/statements'
import { Grain, formatDay, nextPeriod, parseDay, periodOf } from '../time'
import type { Range } from './period'
import type { Period } from './shapes'

/** What is counted event by event, or only once for each person. */
export interface Counts {
  visits: number
  logins: number
  events: number
  signups: number
}

/** What cannot be added up over periods. */
export interface PersonCounts {
  visitors: number
  cancellations: number
  /** Persons active at start and not at end. */
  churned: number
}

/** What is counted by day, of the days of a range. */
export async function readDays(database: Queryable, board: Board, { start, end }: Range): Promise<Map<number, Counts>> {
  const rows = await readTogether<Counts & { day: string }>(
    database,
    `SELECT day, coalesce(visits, 0) AS visits, coalesce(logins, 0) AS logins, coalesce(events, 0) AS events,
       coalesce(persons, 0) AS signups
     FROM (SELECT * FROM board.daily_counts WHERE board_id = $1 AND day >= $2::date AND day < $3::date) AS counts
     FULL JOIN (SELECT * FROM board.signups WHERE board_id = $1 AND day >= $2::date AND day < $3::date) AS signups USING (day)`,
    [board.boardId, formatDay(start), formatDay(end)]
  )
  return new Map(rows.map(({ day, ...counts }) => [parseDay(day), counts]))
}

/** What is counted of persons, of each range: the calendar's own periods have it ready, the others are put together. */
export async function readPersonCounts(
  database: Queryable,
  board: Board,
  grain: Grain,
  ranges: readonly Range[]
): Promise<PersonCounts[]> {
  const isWhole = ({ start, end }: Range) => periodOf(start, grain) === start && nextPeriod(start, grain) === end
  const others = ranges.filter((range) => !isWhole(range))
  const ready = await readPeriods(database, board, grain, ranges.filter(isWhole))
  const composed = await composeRanges(database, board, others)
  return ranges.map((range) => (isWhole(range) ? ready(range.start) : composed[others.indexOf(range)]))
}

const NOBODY: PersonCounts = { visitors: 0, cancellations: 0, churned: 0 }

async function readPeriods(database: Queryable, board: Board, grain: Grain, periods: readonly Range[]) {
  if (periods.length === 0) return () => NOBODY
  const starts = periods.map(({ start }) => start)
  const rows = await readTogether<PersonCounts & { period: string }>(
    database,
    `SELECT period, visitors, cancellations, churned FROM board.period_persons
     WHERE board_id = $1 AND grain = $2 AND period >= $3::date AND period <= $4::date`,
    [board.boardId, grain, formatDay(Math.min(...starts)), formatDay(Math.max(...starts))]
  )
  const counts = new Map(rows.map(({ period, ...counted }) => [parseDay(period), counted]))
  return (start: number) => counts.get(start) ?? NOBODY
}

/** Distinct persons of pieces of a range: those who did in a piece what they had not done since the range began. */
const DISTINCT = `
  SELECT index::int, measure, coalesce(sum(persons), 0)::int AS persons
  FROM unnest($2::int[], $3::text[], $4::date[], $5::date[], $6::date[]) AS piece (index, grain, first, past, since)
  CROSS JOIN unnest('{visitors,cancellations}'::text[]) AS wanted (measure) CROSS JOIN LATERAL (
    SELECT sum(persons) AS persons FROM board.distinct_persons
    WHERE board_id = $1 AND distinct_persons.measure = wanted.measure AND distinct_persons.grain = piece.grain
      AND period >= first AND period < past AND previous < since) AS counted
  GROUP BY index, measure`

/** Those whose run covers the start and ended by the end, but for those of them whom a later run covers at the end. */
const CHURNED = `
  SELECT (
    SELECT count(*) FROM board.runs
    WHERE board_id = $1 AND ended > first AND ended <= past AND started <= first AND NOT (again <= past AND EXISTS (
      SELECT FROM board.runs AS later WHERE later.board_id = $1 AND later.person = runs.person
        AND later.started >= runs.again AND later.started <= past AND later.ended > past)))::int AS churned
  FROM unnest($2::date[], $3::date[]) WITH ORDINALITY AS range (first, past, index) ORDER BY index`

async function composeRanges(database: Queryable, board: Board, ranges: readonly Range[]): Promise<PersonCounts[]> {
  if (ranges.length === 0) return []
  const pieces = ranges.flatMap((range, index) => piecesOf(range).map((piece) => ({ ...piece, index })))
  const distinct = await database.query<{ index: number; measure: 'visitors' | 'cancellations'; persons: number }>(
    DISTINCT,
    [
      board.boardId,
      pieces.map(({ index }) => index),
      pieces.map(({ grain }) => grain),
      pieces.map(({ start }) => formatDay(start)),
      pieces.map(({ end }) => formatDay(end)),
      pieces.map(({ index }) => formatDay(ranges[index].start))
    ]
  )
  const churned = await database.query<{ churned: number }>(CHURNED, [
    board.boardId,
    ranges.map(({ start }) => formatDay(start)),
    ranges.map(({ end }) => formatDay(end))
  ])
  return ranges.map((_, index) => {
    const counts = { ...NOBODY, ...churned[index] }
    for (const row of distinct) if (row.index === index) counts[row.measure] = row.persons
    return counts
  })
}

/** A range as whole months with the days before and after them. */
function piecesOf({ start, end }: Range): (Range & { grain: Grain })[] {
  const firstMonth = periodOf(start, 'month') === start ? start : nextPeriod(start, 'month')
  const pastMonth = periodOf(end, 'month')
  if (firstMonth >= pastMonth) return [{ start, end, grain: 'day' }]
  return [
    { start, end: firstMonth, grain: 'day' as const },
    { start: firstMonth, end: pastMonth, grain: 'month' as const },
    { start: pastMonth, end, grain: 'day' as const }
  ].filter((piece) => piece.start < piece.end)
}

/** How many persons were active at the midnight that starts a day. */
export async function readActive(database: Queryable, board: Board, until: number): Promise<(day: number) => number> {
  const rows = await readTogether<{ day: string; change: number }>(
    database,
    'SELECT day, change FROM board.active_changes WHERE board_id = $1 AND day <= $2::date ORDER BY day',
    [board.boardId, formatDay(until)]
  )
  let active = 0
  const steps = rows.map(({ day, change }) => ({ day: parseDay(day), active: (active += change) }))
  return (day) => {
    let [low, high] = [0, steps.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (steps[middle].day <= day) low = middle + 1
      else high = middle
    }
    return low === 0 ? 0 : steps[low - 1].active
  }
}

interface Booked {
  currency: string
  entries: number
  payments: bigint
  refunds: bigint
}

/** What was booked by day and currency, of the days of a range. */
export async function readRevenue(
  database: Queryable,
  board: Board,
  { start, end }: Range
): Promise<Map<number, Booked[]>> {
  const rows = await readTogether<{ day: string; currency: string; entries: number } & Record<Money, string>>(
    database,
    `SELECT day, currency, entries, payments::text, refunds::text FROM board.daily_revenue
     WHERE board_id = $1 AND day >= $2::date AND day < $3::date`,
    [board.boardId, formatDay(start), formatDay(end)]
  )
  const days = new Map<number, Booked[]>()
  for (const { day, currency, entries, payments, refunds } of rows) {
    const booked = { currency, entries, payments: toMoney(payments), refunds: toMoney(refunds) }
    days.set(parseDay(day), [...(days.get(parseDay(day)) ?? []), booked])
  }
  return days
}

type Money = 'payments' | 'refunds'

/** The money of a range, of each currency that had any entry in it; and what the range earned for each of those active at its end. */
export function sumRevenue(
  days: Map<number, Booked[]>,
  { start, end }: Range,
  activeAtEnd: number
): Pick<Period, 'revenue' | 'earnings_per_user'> {
  const sums = new Map<string, Booked>()
  for (let day = start; day < end; day++) {
    for (const { currency, entries, payments, refunds } of days.get(day) ?? []) {
      const sum = sums.get(currency) ?? { currency, entries: 0, payments: 0n, refunds: 0n }
      sum.entries += entries
      sum.payments += payments
      sum.refunds += refunds
      sums.set(currency, sum)
    }
  }
  const revenue: Period['revenue'] = {}
  const perUser: Period['earnings_per_user'] = {}
  for (const currency of [...sums.keys()].sort()) {
    const { entries, payments, refunds } = sums.get(currency) as Booked
    if (entries === 0) continue
    const net = payments - refunds
    revenue[currency] = { payments: formatMoney(payments), refunds: formatMoney(refunds), net: formatMoney(net) }
    perUser[currency] = activeAtEnd === 0 ? null : formatMoney(divideMoney(net, activeAtEnd))
  }
  return { revenue, earnings_per_user: perUser }
}

/** The spend entered, by the first day of its month and by currency. */
export async function readSpend(database: Queryable, board: Board): Promise<Map<number, Record<string, string>>> {
  const rows = await database.query<{ month: string; currency: string; amount: string }>(
    'SELECT month, currency, amount FROM board.spend WHERE board_id = $1 ORDER BY month, currency',
    [board.boardId]
  )
  const spend = new Map<number, Record<string, string>>()
  for (const { month, currency, amount } of rows) {
    const day = parseDay(month)
    spend.set(day, { ...spend.get(day), [currency]: formatMoney(toMoney(amount)) })
  }
  return spend
}
