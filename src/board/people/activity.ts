import { dayOf } from '../time'
import type { Facts } from './facts'
import { Moment, compareMoments, earlier, later } from './moment'

/**
 * A day's events that could turn the status: the first and the last that activate (signup, payment), the first and the last cancel.
 * These four decide all that the board ever asks about the day, whatever else lay between them.
 */
export interface Turn {
  day: number
  activated?: Span
  canceled?: Span
}

/** The first and the last; only one where they are the same. */
type Span = readonly [first: Moment, last?: Moment]

export const activation = (moment: Moment): Turn => ({ day: dayOf(moment[0]), activated: [moment] })
export const cancellation = (moment: Moment): Turn => ({ day: dayOf(moment[0]), canceled: [moment] })

const lastOf = ([first, last = first]: Span): Moment => last

export function mergeTurns(lists: readonly (readonly Turn[])[]): Turn[] {
  const days = new Map<number, Turn>()
  for (const turn of lists.flat()) {
    const known = days.get(turn.day)
    days.set(turn.day, known ? mergeDay(known, turn) : turn)
  }
  return [...days.values()].sort((a, b) => a.day - b.day)
}

function mergeDay(one: Turn, other: Turn): Turn {
  const merged: Turn = { day: one.day }
  if (one.activated ?? other.activated) merged.activated = span(one.activated, other.activated)
  if (one.canceled ?? other.canceled) merged.canceled = span(one.canceled, other.canceled)
  return merged
}

function span(one: Span | undefined, other: Span | undefined): Span | undefined {
  if (!one || !other) return one ?? other
  const [first, last] = [earlier(one[0], other[0]), later(lastOf(one), lastOf(other))]
  return first === last ? [first] : [first, last]
}

/** A time during which a user was active, seen at midnights: from the first at which they were to the first at which they were not. */
export interface Run {
  started: number
  /** Infinity where it has not ended. */
  ended: number
}

export interface Activity {
  status: 'known' | 'active' | 'canceled'
  /** Ascending; between two of them there is a midnight at which the user was not active. */
  runs: Run[]
  /** The days on which the user went from active to canceled, ascending. */
  cancellations: number[]
}

/** How a user's status went: active from the first login, signup or payment, canceled from a cancel until a later signup or payment. */
export function activityOf(facts: Pick<Facts, 'login' | 'turns'>): Activity {
  const login = firstLogin(facts)
  const turns = login.length > 0 ? mergeTurns([facts.turns ?? [], login]) : (facts.turns ?? [])
  const runs: Run[] = []
  const cancellations: number[] = []
  let active = false
  for (const { day, activated, canceled } of turns) {
    if (canceled && (active || (activated && compareMoments(activated[0], lastOf(canceled)) < 0)))
      cancellations.push(day)
    const activeAfter =
      !canceled || (activated !== undefined && compareMoments(lastOf(activated), lastOf(canceled)) > 0)
    // What happened on a day shows at the midnight that ends it.
    if (activeAfter && !active) runs.push({ started: day + 1, ended: Infinity })
    else if (!activeAfter && active) runs[runs.length - 1].ended = day + 1
    active = activeAfter
  }
  return { status: active ? 'active' : turns.length > 0 ? 'canceled' : 'known', runs, cancellations }
}

/** The first login activates, unless a cancel came before it. All later logins change nothing. */
function firstLogin({ login, turns }: Pick<Facts, 'login' | 'turns'>): Turn[] {
  const firstCancel = turns?.find(({ canceled }) => canceled)?.canceled?.[0]
  if (!login || (firstCancel && compareMoments(firstCancel, login) < 0)) return []
  return [activation(login)]
}
