import { withQuery } from '../../look/api/client'
import { type Range } from './overview/range'

/** The lists that figures lead to. */

/** A condition of `?where=`: see `UsersQuery`. */
export type Condition = Readonly<Record<string, unknown>>

export const usersWhere = (conditions: readonly Condition[], more: Record<string, string> = {}): string =>
  withQuery('/users', { where: JSON.stringify(conditions), ...more })

export const eventsOf = (type: string, { from, to }: Range, more: Record<string, string> = {}): string =>
  withQuery('/events', { type, from, to, ...more })

export interface Campaign {
  source: string | null
  medium: string | null
  name: string | null
}

/** What was spent in the months of a range, as a whole or on a campaign. */
export const spendIn = ({ from, to }: Range, currency: string, campaign?: Campaign): string =>
  withQuery('/spend', { from, to, currency, campaign: campaign && JSON.stringify(campaign) })

const days = ({ from, to }: Range) => [from, to] as const

export const visitorsIn = (range: Range): string => usersWhere([{ visited: days(range) }])
export const signupsIn = (range: Range): string => usersWhere([{ signed_up: days(range) }])
/** Those whom a user acquisition cost was spent on; the list says it as well. */
export const wonIn = (range: Range, currency: string, campaign?: Campaign): string =>
  usersWhere([{ signed_up: days(range) }, ...(campaign ? [{ campaign }] : [])], { uac: currency })
export const canceledIn = (range: Range): string => usersWhere([{ canceled: days(range) }])
export const lostIn = (range: Range): string => usersWhere([{ lost: days(range) }])
export const activeAt = (day: string): string => usersWhere([{ active_at: day }])
