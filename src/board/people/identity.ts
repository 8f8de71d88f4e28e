import { Actor, anonymousActor, userActor } from './actor'
import { Moment, compareMoments } from './moment'

/** That an anonymous id was seen with a user: the first time. */
export interface Sighting {
  userId: string
  anonymousId: string
  first: Moment
}

/** That an alias gave a previous id's person a new user id: the first and the last event that said so. */
export interface Alias {
  userId: string
  previousId: string
  first: Moment
  last: Moment
}

/** What decides who is who, of a part of the board that no alias and no sighting connects with the rest. */
export interface IdentityGraph {
  /** The ids that occur as the user of an event. */
  users: ReadonlySet<string>
  /** The ids that occur as the anonymous id of an event, with their earliest sighting where they have one. */
  anonymous: ReadonlyMap<string, Sighting | undefined>
  aliases: readonly Alias[]
}

/** Gives each actor its person, which is named by an actor too. Actors that are not in the result do not exist. */
export function resolveIdentity({ users, anonymous, aliases }: IdentityGraph): Map<Actor, Actor> {
  const isAnonymousOnly = (id: string) => anonymous.has(id) && !users.has(id)
  const merges = aliases.filter(({ previousId }) => !isAnonymousOnly(previousId))
  // An alias from an id that is only an anonymous one says no more than that this id was seen with the user.
  const owners = new Map(anonymous)
  for (const { userId, previousId, first } of aliases) {
    if (!isAnonymousOnly(previousId)) continue
    const known = owners.get(previousId)
    if (!known || compareMoments(first, known.first) < 0) {
      owners.set(previousId, { userId, anonymousId: previousId, first })
    }
  }

  const userIds = new Set([...users, ...merges.flatMap(({ userId, previousId }) => [userId, previousId])])
  const nameOf = nameUsers(userIds, merges)
  const persons = new Map<Actor, Actor>()
  for (const userId of userIds) persons.set(userActor(userId), userActor(nameOf(userId)))
  for (const [anonymousId, owner] of owners) {
    const actor = anonymousActor(anonymousId)
    persons.set(actor, owner ? userActor(nameOf(owner.userId)) : actor)
  }
  return persons
}

/** All ids that aliases join are one person, named by what the latest of these aliases named. */
function nameUsers(userIds: ReadonlySet<string>, merges: readonly Alias[]): (userId: string) => string {
  const parents = new Map([...userIds].map((userId) => [userId, userId]))
  const rootOf = (userId: string): string => {
    const parent = parents.get(userId) ?? userId
    if (parent === userId) return userId
    const root = rootOf(parent)
    parents.set(userId, root)
    return root
  }
  for (const { userId, previousId } of merges) parents.set(rootOf(previousId), rootOf(userId))

  const names = new Map<string, string>()
  const oldestFirst = [...merges].sort((a, b) => compareMoments(a.last, b.last))
  for (const { userId } of oldestFirst) names.set(rootOf(userId), userId)
  return (userId) => names.get(rootOf(userId)) ?? userId
}
