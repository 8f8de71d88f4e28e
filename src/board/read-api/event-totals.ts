import { Queryable } from '../../database'
import { formatMoney, toMoney } from '../money'
import { COUNTED, isCounted } from '../people/daily'
import { Board } from '../store/boards'
import { Parameter, read } from '../store/statements'
import { MONEY, OF_ACTOR, OF_TYPE, ask, type EventsFilter } from './event-filter'
import type { EventsTotal } from './shapes'

/** How many events a list has in all; of payments and refunds also their sum, the refunds subtracted. */
export async function totalEvents(database: Queryable, board: Board, filter: EventsFilter): Promise<EventsTotal> {
  const rows = await read<{ currency: string | null; count: number; net: string | null }>(database, ($) => {
    const { person, type, currency, cohort } = filter
    const booked = bookedOf(board, filter, $)
    if (booked) return booked
    const { board: id, types, from, to, test } = ask(board, filter, $)
    const isMoney = type === 'money' || MONEY.includes(type ?? '') || currency !== undefined
    const source = person
      ? `(SELECT sole AS actor FROM board.persons WHERE board_id = ${id} AND person = ${$(person.key)} AND sole IS NOT NULL
          UNION SELECT actor FROM board.actors WHERE board_id = ${id} AND person = ${$(person.key)} AND acts) AS acting CROSS JOIN`
      : cohort
        ? `unnest(${$(cohort.actors.map(({ actor }) => actor))}::text[]) AS acting (actor) CROSS JOIN`
        : ''
    // All types of somebody's events stand together in the index.
    const isOfAll = source !== '' && type === undefined && !isMoney
    return `SELECT currency, sum(count)::int AS count, sum(net)::text AS net
      FROM ${source} ${isOfAll ? `(SELECT ${types}) AS all_types` : `unnest(${types}) AS wanted (type)`} CROSS JOIN LATERAL (
        SELECT ${
          isMoney
            ? `event ->> 'currency' AS currency, count(*) AS count,
              sum(CASE events.type WHEN 'refund' THEN -(event ->> 'amount')::numeric ELSE (event ->> 'amount')::numeric END) AS net`
            : 'NULL AS currency, count(*) AS count, NULL::numeric AS net'
        } FROM board.events
        WHERE board_id = ${id} AND ${isOfAll ? 'events.actor = acting.actor' : source ? OF_ACTOR : OF_TYPE} AND time >= ${from} AND time < ${to}${test}
        ${isMoney ? 'GROUP BY 1' : ''}) AS counted GROUP BY currency ORDER BY currency`
  })
  const sums = rows.filter(({ currency, net }) => currency !== null && net !== null)
  return {
    count: rows.reduce((sum, { count }) => sum + count, 0),
    sums: Object.fromEntries(sums.map(({ currency, net }) => [currency, formatMoney(toMoney(net as string))]))
  }
}

/** What is counted by day already need not be counted again. */
function bookedOf(board: Board, { person, cohort, type = '', from, to, currency }: EventsFilter, $: Parameter) {
  const isMoney = type === 'money' || (type === '' && currency !== undefined)
  if (person || cohort || MONEY.includes(type) || (currency !== undefined && !isMoney)) return undefined
  const days = `board_id = ${$(board.boardId)}::int AND day >= ${$(from ?? '-infinity')}::date AND day < ${$(to ?? 'infinity')}::date`
  if (isMoney) {
    return `SELECT currency, sum(entries)::int AS count, sum(payments - refunds)::text AS net FROM board.daily_revenue
      WHERE ${days}${currency === undefined ? '' : ` AND currency = ${$(currency)}`}
      GROUP BY currency HAVING sum(entries) > 0 ORDER BY currency`
  }
  const columns = isCounted(type) ? [COUNTED[type]] : Object.values(COUNTED)
  const money = type === '' ? ` + (SELECT coalesce(sum(entries), 0)::int FROM board.daily_revenue WHERE ${days})` : ''
  return `SELECT NULL AS currency, coalesce(sum(${columns.join(' + ')}), 0)::int${money} AS count, NULL AS net
    FROM board.daily_counts WHERE ${days}`
}
