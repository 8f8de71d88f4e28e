import { Actor, anonymousActor, userActor } from './actor'
import { Moment, compareMoments, later } from './moment'

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

/** The ids that an alias touches, as the actors they may be: its user, and its previous id as a user and as an anonymous id. */
export function actorsOfAlias({ userId, previousId }: Pick<Alias, 'userId' | 'previousId'>) {
  return { user: userActor(userId), previous: userActor(previousId), device: anonymousActor(previousId) }
}

/** What decides who is who, of a part of the board that no alias and no sighting connects with the rest. */
export interface IdentityGraph {
  /** The ids that occur as the user of an event. */
  users: ReadonlySet<string>
  /** The ids that occur as the anonymous id of an event, with their earliest sighting where they have one. */
  anonymous: ReadonlyMap<string, Sighting | undefined>
  aliases: readonly Alias[]
}

/** A person as identity sees it. */
export interface Identified {
  name: Actor
  /** The last time that an alias gave the name; nothing where the person never had another. */
  named?: Moment
  actors: Actor[]
}

export interface Identities {
  /** Actors of nobody here do not exist. */
  persons: Identified[]
  /** By anonymous id, when it was first seen with the user whose it is. */
  sighted: Map<string, Moment>
  /** The aliases that join users. The others only say that an anonymous id was seen with a user. */
  merges: Alias[]
}

/** Decides who is who. All ids that aliases join are one person, named by what the latest of these aliases named. */
export function resolveIdentity({ users, anonymous, aliases }: IdentityGraph): Identities {
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

  const sets = new DisjointSets()
  for (const userId of users) sets.rootOf(userId)
  for (const { userId, previousId } of merges) sets.join(userId, previousId)
  const persons = new Map<string, Identified>()
  for (const userId of sets.members()) {
    const root = sets.rootOf(userId)
    const person = persons.get(root)
    if (person) person.actors.push(userActor(userId))
    else persons.set(root, { name: userActor(userId), actors: [userActor(userId)] })
  }
  for (const { userId, last } of merges) {
    const person = persons.get(sets.rootOf(userId)) as Identified
    if (later(person.named, last) === last) Object.assign(person, { name: userActor(userId), named: last })
  }
  const alone: Identified[] = []
  const sighted = new Map<string, Moment>()
  for (const [anonymousId, owner] of owners) {
    const actor = anonymousActor(anonymousId)
    if (!owner) {
      alone.push({ name: actor, actors: [actor] })
      continue
    }
    sighted.set(anonymousId, owner.first)
    persons.get(sets.rootOf(owner.userId))?.actors.push(actor)
  }
  return { persons: [...persons.values(), ...alone], sighted, merges }
}

/** Sets that are only ever joined, the smaller into the larger: no chain of parents gets longer than a logarithm. */
class DisjointSets {
  private readonly parents = new Map<string, string>()
  private readonly sizes = new Map<string, number>()

  members(): Iterable<string> {
    return this.parents.keys()
  }

  rootOf(member: string): string {
    let root = member
    for (let parent = this.parents.get(root); parent !== root; parent = this.parents.get(root)) {
      if (parent === undefined) this.parents.set(root, root)
      else root = parent
    }
    return root
  }

  join(one: string, other: string): void {
    const [a, b] = [this.rootOf(one), this.rootOf(other)]
    if (a === b) return
    const [small, large] = this.sizeOf(a) < this.sizeOf(b) ? [a, b] : [b, a]
    this.sizes.set(large, this.sizeOf(small) + this.sizeOf(large))
    this.parents.set(small, large)
  }

  private sizeOf(root: string): number {
    return this.sizes.get(root) ?? 1
  }
}
