import { withQuery } from '../../look/api/client'
import { type Range } from './overview/range'

/** The lists that figures lead to. */

/** A condition of `?where=`: see `UsersQuery`. */
export type Condition = Readonly<Record<string, unknown>>

export const usersWhere = (conditions: readonly Condition[], more: Record<string, string> = {}): string =>
  withQuery('/users', { where: JSON.stringify(conditions), ...more })

export const eventsOf = (type: string, { from, to }: Range, more: Record<string, string> = {}): string =>
  withQuery('/events', { type, from, to, ...more })

const days = ({ from, to }: Range) => [from, to] as const

export const visitorsIn = (range: Range): string => usersWhere([{ visited: days(range) }])
export const signupsIn = (range: Range): string => usersWhere([{ signed_up: days(range) }])
export const canceledIn = (range: Range): string => usersWhere([{ canceled: days(range) }])
export const lostIn = (range: Range): string => usersWhere([{ lost: days(range) }])
export const activeAt = (day: string): string => usersWhere([{ active_at: day }])
