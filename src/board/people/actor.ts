import type { BoardEvent } from '../events-api/schemas'

/**
 * An id as it acts in events, told apart by its kind: `u:` and a user id, or `a:` and an anonymous id. A person is a set of
 * actors, and is named after one of them: after its user id where it has one, else after its anonymous id.
 */
export type Actor = `u:${string}` | `a:${string}`

export const userActor = (userId: string): Actor => `u:${userId}`
export const anonymousActor = (anonymousId: string): Actor => `a:${anonymousId}`
export const isUser = (actor: Actor): boolean => actor.startsWith('u:')
export const idOf = (actor: Actor): string => actor.slice(2)

/** Who an event belongs to: its user, or the anonymous id where it has no user. */
export function actorOf(event: BoardEvent): Actor {
  if (event.user_id !== undefined) return userActor(event.user_id)
  return anonymousActor(event.anonymous_id ?? '')
}
