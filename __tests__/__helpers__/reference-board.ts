import type { WireEvent } from './board'

/** Of a person's attributes, and of the attributes of all groups of theirs, so many keys count; of the groups so many. */
const MOST_KEYS = 1_000
const MOST_GROUPS = 200
/** A user names so many of their anonymous ids and of their previous ids. */
const MOST_IDS = 100

/**
 * The rules of a board, written straight from its definition and without regard to cost: it looks at all events anew for
 * every question. What the real board keeps up event by event must come to the same.
 */
export class ReferenceBoard {
  private readonly events: WireEvent[]
  private readonly users: Set<string>
  private readonly anonymous: Set<string>
  private readonly merges: WireEvent[]
  /** The events of every person, by the person's name. */
  private readonly everyone: Map<string, WireEvent[]>

  constructor(events: readonly WireEvent[]) {
    const once = new Map([...events].reverse().map((event) => [event.id, event]))
    this.events = [...once.values()].sort(byTimeAndId)
    this.users = new Set(this.events.flatMap(({ user_id }) => (user_id ? [user_id] : [])))
    this.anonymous = new Set(this.events.flatMap(({ anonymous_id }) => (anonymous_id ? [anonymous_id] : [])))
    this.merges = this.events.filter((event) => this.isMerge(event))
    this.everyone = new Map()
    for (const event of this.events) {
      const person = this.personOf(event)
      this.everyone.set(person, [...(this.everyone.get(person) ?? []), event])
    }
  }

  personOf(event: WireEvent): string {
    return event.user_id ? this.userPerson(event.user_id) : this.anonymousPerson(String(event.anonymous_id))
  }

  /** An alias from an id that occurs only as an anonymous one merges nobody. */
  private isMerge({ type, previous_id }: WireEvent): boolean {
    const previous = String(previous_id)
    return type === 'alias' && (this.users.has(previous) || !this.anonymous.has(previous))
  }

  /** All user ids that aliases join with this one. */
  private joined(userId: string): Set<string> {
    const ids = new Set([userId])
    for (let size = 0; size < ids.size;) {
      size = ids.size
      for (const event of this.merges) {
        const pair = [String(event.user_id), String(event.previous_id)]
        if (pair.some((id) => ids.has(id))) pair.forEach((id) => ids.add(id))
      }
    }
    return ids
  }

  private userPerson(userId: string): string {
    const ids = this.joined(userId)
    const latest = this.merges.filter(({ user_id }) => ids.has(String(user_id))).at(-1)
    return `user ${latest?.user_id ?? userId}`
  }

  private anonymousPerson(anonymousId: string): string {
    const sighting = this.events.find(
      (event) =>
        (event.user_id && event.anonymous_id === anonymousId) ||
        (event.type === 'alias' && !this.isMerge(event) && event.previous_id === anonymousId)
    )
    return sighting ? this.userPerson(String(sighting.user_id)) : `anonymous ${anonymousId}`
  }

  /** What `GET /api/users` answers, sorted by name. */
  allUsers() {
    return [...this.everyone].map(([person, events]) => this.user(person, events)).sort(byName)
  }

  private user(person: string, events: WireEvent[]) {
    const userId = person.startsWith('user ') ? person.slice(5) : null
    const times = events.map(({ timestamp }) => new Date(timestamp).toISOString())
    return {
      user_id: userId,
      anonymous_ids: this.anonymousIds(person).slice(0, MOST_IDS),
      previous_ids: userId === null ? [] : this.previousIds(userId).slice(0, MOST_IDS),
      id_count: this.idsOf(person, userId).length,
      status: userId === null ? 'anonymous' : statusOf(events),
      attributes: attributesOf(events.filter(({ type }) => type === 'login' || type === 'attributes')),
      groups: groupsOf(events.filter(({ type }) => type === 'group')),
      earnings: moneyOf(events, (payments, refunds) => decimal(payments - refunds)),
      first_seen: times[0],
      last_seen: times[times.length - 1]
    }
  }

  private anonymousIds(person: string): string[] {
    return [...this.anonymous].filter((id) => this.anonymousPerson(id) === person).sort(byBytes)
  }

  /** All ids of a person, as `GET /api/users/{id}/ids` counts them. */
  private idsOf(person: string, userId: string | null): string[] {
    return [...this.anonymousIds(person), ...(userId === null ? [] : [...this.previousIds(userId), userId])]
  }

  private previousIds(userId: string): string[] {
    const ids = this.joined(userId)
    const seen = this.events.flatMap((event) => [
      ...(this.isMerge(event) ? [String(event.previous_id)] : []),
      ...(event.user_id ? [event.user_id] : [])
    ])
    return [...new Set(seen)].filter((id) => ids.has(id) && id !== userId)
  }

  /** What `GET /api/metrics` says of one period, apart from `uac`. */
  period(start: string, end: string) {
    const isIn = ({ timestamp }: WireEvent) => isBetween(timestamp, start, end)
    const events = this.events.filter(isIn)
    const persons = [...this.everyone]
    const users = persons.filter(([person]) => person.startsWith('user '))
    const activeAt = (day: string) =>
      users.filter(([, all]) => statusOf(all.filter(({ timestamp }) => isBetween(timestamp, '', day))) === 'active')
    const atStart = activeAt(start).map(([person]) => person)
    const atEnd = activeAt(end).map(([person]) => person)
    const signups = persons.map(([, all]) => all.find(({ type }) => type === 'signup'))
    const count = (type: string) => events.filter((event) => event.type === type).length
    return {
      start,
      end,
      visits: count('visit'),
      visitors: persons.filter(([, all]) => all.some((event) => event.type === 'visit' && isIn(event))).length,
      logins: count('login'),
      events: count('event'),
      signups: signups.filter((signup) => signup && isIn(signup)).length,
      cancellations: users.filter(([, all]) => cancellationsOf(all).some(isIn)).length,
      active_at_start: atStart.length,
      active_at_end: atEnd.length,
      churn_rate:
        atStart.length === 0 ? null : atStart.filter((person) => !atEnd.includes(person)).length / atStart.length,
      revenue: moneyOf(events, (payments, refunds) => ({
        payments: decimal(payments),
        refunds: decimal(refunds),
        net: decimal(payments - refunds)
      }))
    }
  }

  /** Of who first signed up in a month, how many were active at a day. */
  retained(month: string, day: string): number {
    return [...this.everyone.values()].filter((all) => {
      const signup = all.find(({ type }) => type === 'signup')
      const before = all.filter(({ timestamp }) => isBetween(timestamp, '', day))
      return signup && toUtc(signup.timestamp).startsWith(month) && statusOf(before) === 'active'
    }).length
  }
}

function byTimeAndId(one: WireEvent, other: WireEvent): number {
  const order = Date.parse(one.timestamp) - Date.parse(other.timestamp)
  return order || byBytes(one.id, other.id)
}

/** Text is compared by its bytes in UTF-8, whose order is that of the characters' numbers. */
function byBytes(one: string, other: string): number {
  const [a, b] = [one, other].map((text) => [...text].map((char) => char.codePointAt(0) as number))
  const index = a.findIndex((code, position) => code !== b[position])
  return index === -1 ? a.length - b.length : a[index] - (b[index] ?? -1)
}

const toUtc = (timestamp: string) => new Date(timestamp).toISOString()

function isBetween(timestamp: string, start: string, end: string): boolean {
  return toUtc(timestamp) >= start && toUtc(timestamp) < end
}

function byName(one: { user_id: string | null; anonymous_ids: string[] }, other: typeof one): number {
  const [a, b] = [one, other].map(({ user_id, anonymous_ids }) => JSON.stringify([user_id, anonymous_ids]))
  return a < b ? -1 : 1
}

/** The status after each event of a user, with the event. */
function statuses(events: readonly WireEvent[]): { event: WireEvent; before: string; after: string }[] {
  let status = 'known'
  return events.map((event) => {
    const before = status
    if (event.type === 'signup' || event.type === 'payment') status = 'active'
    if (event.type === 'login' && status === 'known') status = 'active'
    if (event.type === 'cancel') status = 'canceled'
    return { event, before, after: status }
  })
}

function statusOf(events: readonly WireEvent[]): string {
  return statuses(events).at(-1)?.after ?? 'known'
}

function cancellationsOf(events: readonly WireEvent[]): WireEvent[] {
  return statuses(events)
    .filter(({ before, after }) => before === 'active' && after === 'canceled')
    .map(({ event }) => event)
}

/** The keys written last and what they were written with; by event, and within one event by the key. */
function lastWrites(events: readonly WireEvent[], most: number): [key: string, value: unknown, event: WireEvent][] {
  const written = new Map<string, [unknown, WireEvent]>()
  for (const event of [...events].reverse()) {
    for (const key of Object.keys(event.attributes ?? {}).sort(byBytes)) {
      const name = `${event.group_id === undefined ? '' : JSON.stringify(event.group_id)} ${key}`
      if (!written.has(name)) written.set(name, [(event.attributes as Record<string, unknown>)[key], event])
    }
  }
  const keyOf = (name: string, { group_id }: WireEvent) =>
    name.slice(group_id === undefined ? 1 : JSON.stringify(group_id).length + 1)
  return [...written].slice(0, most).map(([name, [value, event]]) => [keyOf(name, event), value, event])
}

function attributesOf(events: readonly WireEvent[]): Record<string, unknown> {
  const writes = lastWrites(events, MOST_KEYS).filter(([, value]) => value !== null)
  return Object.fromEntries(writes.map(([key, value]) => [key, value]))
}

/** The groups spoken of last; of the attributes of all groups those written last. */
function groupsOf(calls: readonly WireEvent[]): Record<string, Record<string, unknown>> {
  const newest = [...new Set([...calls].reverse().map(({ group_id }) => String(group_id)))].slice(0, MOST_GROUPS)
  const groups = new Map(newest.map((id): [string, Record<string, unknown>] => [id, {}]))
  for (const [key, value, { group_id }] of lastWrites(calls, MOST_KEYS)) {
    const group = groups.get(String(group_id))
    if (group && value !== null) group[key] = value
  }
  return Object.fromEntries(groups)
}

function moneyOf<Shape>(events: readonly WireEvent[], shape: (payments: number, refunds: number) => Shape) {
  const money = events.filter(({ type }) => type === 'payment' || type === 'refund')
  const currencies = [...new Set(money.map(({ currency }) => String(currency)))].sort()
  const sum = (type: string, currency: string) =>
    money
      .filter((event) => event.type === type && event.currency === currency)
      .reduce((total, { amount }) => total + Math.round(Number(amount) * 10_000), 0)
  return Object.fromEntries(
    currencies.map((currency) => [currency, shape(sum('payment', currency), sum('refund', currency))])
  )
}

/** Whole ten-thousandths as a decimal: two decimals, or three or four where needed. */
function decimal(units: number): string {
  const text = (units / 10_000).toFixed(4)
  return text.replace(/0{1,2}$/, '')
}
