import { AcceptedEvent } from '../events-api/read-event'
import { Actor, actorOf, anonymousActor, userActor } from './actor'
import { Facts, factsOf, mergeFacts } from './facts'
import type { Alias, Sighting } from './identity'
import { Moment, earlier, later } from './moment'

/** What new events say about people. */
export interface News {
  /** What the events come to, by the actor they belong to. */
  facts: Map<Actor, Facts>
  /** One for each pair of an anonymous id and a user. */
  sightings: Sighting[]
  /** One for each pair of a previous id and a user. */
  aliases: Alias[]
}

export function readNews(events: readonly Pick<AcceptedEvent, 'event' | 'time'>[]): News {
  const parts = new Map<Actor, Facts[]>()
  const sightings = new Map<string, Sighting>()
  const aliases = new Map<string, Alias>()
  for (const { event, time } of events) {
    const moment: Moment = [time, event.id]
    const actor = actorOf(event)
    const known = parts.get(actor)
    if (known) known.push(factsOf(event, time))
    else parts.set(actor, [factsOf(event, time)])

    const { user_id: userId, anonymous_id: anonymousId } = event
    if (userId !== undefined && anonymousId !== undefined) {
      const pair = pairOf(userId, anonymousId)
      sightings.set(pair, { userId, anonymousId, first: earlier(sightings.get(pair)?.first, moment) ?? moment })
    }
    if (userId !== undefined && event.type === 'alias') {
      const { previous_id: previousId } = event
      const pair = pairOf(userId, previousId)
      const { first, last } = aliases.get(pair) ?? { first: moment, last: moment }
      aliases.set(pair, { userId, previousId, first: earlier(first, moment), last: later(last, moment) })
    }
  }
  const facts = new Map<Actor, Facts>()
  parts.forEach((own, actor) => facts.set(actor, mergeFacts(own)))
  return { facts, sightings: [...sightings.values()], aliases: [...aliases.values()] }
}

const pairOf = (userId: string, otherId: string) => `${userId.length} ${userId} ${otherId}`

/** Every actor that the news could concern, but for the anonymous ids that were only seen with a user. */
export function mentionedActors({ facts, aliases }: News): Set<Actor> {
  const actors = new Set(facts.keys())
  for (const { previousId } of aliases) actors.add(userActor(previousId)).add(anonymousActor(previousId))
  return actors
}
