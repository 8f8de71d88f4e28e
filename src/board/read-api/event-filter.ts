import { EVENT_TYPES } from '../events-api/schemas'
import type { Actor } from '../people/actor'
import { Board } from '../store/boards'
import type { Parameter } from '../store/statements'
import { midnightOf } from '../time'
import type { StoredEvent } from './shapes'

/** Which events: all of the board, or those of a person; of one type; from a day (included) to a day (excluded). */
export interface EventsFilter {
  /** The person's key, with the id that was asked for, which a cursor belongs to whoever it is by then. */
  person?: { key: Actor; id: string }
  /** A type of event, or `money`: payments and refunds. */
  type?: string
  from?: string
  to?: string
  /** Only money in this currency. */
  currency?: string
  /** Only events of those who first signed up in a month. */
  cohort?: { month: string; actors: readonly LastSeen[] }
}

/** An actor with events of its own, and a time in ms that none of them is later than, but by less than a minute the last one's. */
export interface LastSeen {
  actor: Actor
  last: number
}

export const MONEY = ['payment', 'refund']

/** A filter in SQL, with the places of its parameters. */
export interface Asked {
  board: string
  types: string
  from: string
  to: string
  /** What an event must meet besides. */
  test: string
}

export function ask(board: Board, { person, type, from, to, currency, cohort }: EventsFilter, $: Parameter): Asked {
  const id = `${$(board.boardId)}::int`
  const tests = [
    ...(currency === undefined ? [] : inCurrency(id, $(currency))),
    ...(cohort && person ? [`events.actor = ANY (${$(cohort.actors.map(({ actor }) => actor))}::text[])`] : [])
  ]
  return {
    board: id,
    types: `${$(typesOf(type, currency))}::text[]`,
    from: `${$(from ? midnightOf(from) : '-infinity')}::timestamptz`,
    to: `${$(to ? midnightOf(to) : 'infinity')}::timestamptz`,
    test: tests.map((test) => ` AND ${test}`).join('')
  }
}

/** Of a currency that is rare or long gone only the time is looked through in which there was any. */
function inCurrency(board: string, currency: string): string[] {
  const end = (day: string) => `(SELECT ${day} FROM board.daily_revenue
    WHERE board_id = ${board} AND currency = ${currency} AND entries > 0)::timestamp AT TIME ZONE 'UTC'`
  return [`event ->> 'currency' = ${currency}`, `time >= ${end('min(day)')}`, `time < ${end('max(day) + 1')}`]
}

/** Only payments and refunds are in a currency. */
function typesOf(type: string | undefined, currency: string | undefined): readonly string[] {
  if (type === 'money' || (type === undefined && currency !== undefined)) return MONEY
  return type === undefined ? EVENT_TYPES : [type]
}

/** By which index the events of a type are found: that of all, or those of an actor. */
export const OF_TYPE = 'events.type COLLATE "C" = wanted.type'
export const OF_ACTOR = 'events.actor = acting.actor AND events.type = wanted.type'

export interface EventRow {
  id: string
  time: Date
  event: Omit<StoredEvent, 'stored_at'>
  stored_at: Date
}

export function toStoredEvent({ event, stored_at }: EventRow): StoredEvent {
  return { ...event, stored_at: stored_at.toISOString() }
}
