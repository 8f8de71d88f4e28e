import { Queryable } from '../../database'
import type { Statement } from '../store/statements'
import { Actor, isUser } from './actor'
import { ActorState, Actors, loadActingMembers, removeActors, saveActors } from './actor-store'
import { Facts, mergeFacts } from './facts'
import { Persons, removePersons, saveEarnings, savePersons } from './person-store'
import { Profile, addChanges, noChanges } from './roll-ups'
import { saveRollUps } from './roll-up-store'

/**
 * What has to be written so that stored actors become what they are in `after` (undefined: gone), and with them their persons and
 * the roll-ups. `before` is what is stored of them, and may hold others too.
 */
export async function applyActors(
  transaction: Queryable,
  boardId: number,
  before: Actors,
  after: ReadonlyMap<Actor, ActorState | undefined>
): Promise<Statement[]> {
  const changed = [...after].filter(([actor, state]) => isChanged(before.get(actor), state))
  const concerned = new Set<Actor>()
  for (const [actor, state] of changed) {
    // An actor without events of its own changes nothing of the persons it comes from and goes to.
    for (const each of [before.get(actor), state]) if (each?.facts) concerned.add(each.person)
  }
  const members = await loadActingMembers(transaction, boardId, concerned, before)
  for (const [actor, state] of before) members.set(actor, state)
  const was = gather(members, concerned)
  for (const [actor, state] of after) {
    if (state) members.set(actor, state)
    else members.delete(actor)
  }
  const is = gather(members, concerned)

  const changes = noChanges()
  for (const person of concerned) addChanges(changes, profile(person, was), profile(person, is))
  const kept = changed.flatMap(([actor, state]) => (state ? [[actor, state] as const] : []))
  const gone = changed.filter(([, state]) => !state).map(([actor]) => actor)
  const departed = [...was.keys()].filter((person) => !is.has(person))
  return [
    ...saveActors(boardId, new Map(kept)),
    ...removeActors(boardId, gone),
    ...savePersons(boardId, is),
    ...removePersons(boardId, departed),
    ...saveEarnings(boardId, was, is),
    ...saveRollUps(boardId, changes)
  ]
}

function isChanged(before: ActorState | undefined, after: ActorState | undefined): boolean {
  return before?.person !== after?.person || before?.facts !== after?.facts
}

/** The facts of each of these persons: those of all its actors together. */
function gather(actors: Actors, persons: ReadonlySet<Actor>): Persons {
  const gathered = new Map<Actor, Facts>()
  for (const { person, facts } of actors.values()) {
    if (!facts || !persons.has(person)) continue
    const known = gathered.get(person)
    gathered.set(person, known ? mergeFacts(known, facts) : facts)
  }
  return gathered
}

function profile(person: Actor, persons: Persons): Profile | undefined {
  const facts = persons.get(person)
  return facts && { facts, isUser: isUser(person) }
}
