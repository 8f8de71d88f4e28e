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
      earnings: earningsOf(events),
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
      })),
      earnings_per_user: moneyOf(events, (payments, refunds) =>
        atEnd.length === 0 ? null : decimal(divided(payments - refunds, atEnd.length))
      )
    }
  }

  /** The first event of a type that somebody had, in ms. */
  private static firstOf(all: readonly WireEvent[], type: string): number | undefined {
    const first = all.find((event) => event.type === type)
    return first && Date.parse(first.timestamp)
  }

  /** What `GET /api/funnel` says of a range: persons, and the middle of the times that they took. */
  funnel(start: string, end: string) {
    const arrived = [...this.everyone.values()].filter((all) => {
      const visit = all.find(({ type }) => type === 'visit')
      return visit && isBetween(visit.timestamp, start, end)
    })
    const steps = arrived.map((all) =>
      ['visit', 'signup', 'payment'].map((type) => ReferenceBoard.firstOf(all, type) ?? Infinity)
    )
    const signedUp = steps.filter(([visit, signup]) => signup !== Infinity && signup >= visit)
    const paid = signedUp.filter(([, signup, payment]) => payment !== Infinity && payment >= signup)
    return [
      { step: 'visited', persons: arrived.length, median_seconds: null },
      { step: 'signed_up', persons: signedUp.length, median_seconds: median(signedUp.map(([a, b]) => b - a)) },
      { step: 'paid', persons: paid.length, median_seconds: median(paid.map(([, a, b]) => b - a)) }
    ]
  }

  /** Those who first signed up in a range, by what the first of their events says that bears a campaign. */
  private arrivals(start: string, end: string): [campaign: string, events: WireEvent[]][] {
    return [...this.everyone.values()].flatMap((all): [string, WireEvent[]][] => {
      const signup = all.find(({ type }) => type === 'signup')
      if (!signup || !isBetween(signup.timestamp, start, end)) return []
      const campaigns = all.map(({ context }) => {
        const { source, medium, name } = (context as { campaign?: Record<string, unknown> })?.campaign ?? {}
        return [source, medium, name].map((text) => (typeof text === 'string' && text.trim() ? text.trim() : null))
      })
      const first = campaigns.find((texts) => texts.some((text) => text !== null)) ?? [null, null, null]
      return [[JSON.stringify(first), all]]
    })
  }

  /** What `GET /api/campaigns` says of a range, apart from the spend, sorted by campaign. */
  campaigns(start: string, end: string) {
    const arrivals = this.arrivals(start, end)
    return [...new Set(arrivals.map(([campaign]) => campaign))].sort().map((campaign) => {
      const members = arrivals.filter(([own]) => own === campaign).map(([, events]) => events)
      const [source, medium, name] = JSON.parse(campaign)
      return { source, medium, name, signups: members.length, earnings: earningsOf(members.flat()) }
    })
  }

  /** What `GET /api/audiences` says, sorted by name. */
  audiences() {
    const persons = [...this.everyone].map(([person, events]) => ({ events, ...this.user(person, events) }))
    const withValue = (name: string, value: boolean) => persons.filter(({ attributes }) => attributes[name] === value)
    const names = persons.flatMap(({ attributes }) =>
      Object.keys(attributes).filter((key) => typeof attributes[key] === 'boolean')
    )
    return [...new Set(names)].sort().map((name) => {
      const members = withValue(name, true)
      const active = members.filter(({ status }) => status === 'active').length
      return {
        name,
        members: members.length,
        others: withValue(name, false).length,
        active,
        active_share: members.length === 0 ? null : active / members.length,
        earnings: earningsOf(members.flatMap(({ events }) => events))
      }
    })
  }

  /** What those who first signed up in a month had earned before a day. */
  cohortEarnings(month: string, day: string) {
    const members = this.arrivals(`${month}-01`, `${month}-99`).map(([, events]) => events)
    return earningsOf(members.flat().filter(({ timestamp }) => isBetween(timestamp, '', day)))
  }

  /** The persons that a condition of `?where=` holds for, as their ids: how many, and what they earned. */
  total(holds: (user: ReturnType<ReferenceBoard['user']>, events: WireEvent[]) => boolean) {
    const found = [...this.everyone].filter(([person, events]) => holds(this.user(person, events), events))
    return { count: found.length, earnings: earningsOf(found.flatMap(([, events]) => events)) }
  }

  get size(): number {
    return this.events.length
  }

  /** Some conditions of `?where=`, as the JSON that asks for them, with what they should find; which ones, `chance` says. */
  conditions(start: string, end: string, chance: number): [where: object[], { count: number; earnings: object }][] {
    const isIn = (event: WireEvent | undefined) => event !== undefined && isBetween(event.timestamp, start, end)
    const isUser = ({ user_id }: { user_id: string | null }) => user_id !== null
    const statusAt = (events: WireEvent[], day: string) =>
      statusOf(events.filter(({ timestamp }) => isBetween(timestamp, '', day)))
    const firstIs = (type: string) => (_: unknown, events: WireEvent[]) =>
      isIn(events.find((event) => event.type === type))
    const lost = (user: { user_id: string | null }, events: WireEvent[]) =>
      isUser(user) && statusAt(events, start) === 'active' && statusAt(events, end) !== 'active'
    const canceled = (user: { user_id: string | null }, events: WireEvent[]) =>
      isUser(user) && cancellationsOf(events).some(isIn)
    const all: [object[], Parameters<typeof this.total>[0]][] = [
      [[{ attribute: 'plan', is: 'blue' }], ({ attributes }) => attributes.plan === 'blue'],
      [[{ attribute: 'plan', is: 1 }], ({ attributes }) => attributes.plan === 1],
      [
        [{ attribute: 'name', at_least: 1, at_most: 1 }, { group: 'acme' }],
        ({ attributes, groups }) => attributes.name === 1 && 'acme' in groups
      ],
      [[{ group: 'beta' }], ({ groups }) => 'beta' in groups],
      [[{ visited: [start, end] }], (_, events) => events.some((event) => event.type === 'visit' && isIn(event))],
      [[{ first_visited: [start, end] }], firstIs('visit')],
      [[{ signed_up: [start, end] }], firstIs('signup')],
      [[{ lost: [start, end] }], lost],
      [[{ canceled: [start, end] }], canceled],
      [[{ active_at: end }], (user, events) => isUser(user) && statusAt(events, end) === 'active']
    ]
    return all.filter((_, index) => index % 5 === chance % 5).map(([where, holds]) => [where, this.total(holds)])
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

/** Rounded to the nearest, half away from zero. */
function divided(units: number, count: number): number {
  const [size, divisor] = [BigInt(Math.abs(units)), BigInt(count)]
  return Math.sign(units) * Number((size * 2n + divisor) / (divisor * 2n))
}

function earningsOf(events: readonly WireEvent[]): Record<string, string> {
  return moneyOf(events, (payments, refunds) => decimal(payments - refunds))
}

/** Seconds that somebody took: half of the others took no longer. */
function median(milliseconds: readonly number[]): number | null {
  const sorted = [...milliseconds].sort((one, other) => one - other)
  return sorted.length === 0 ? null : sorted[Math.ceil(sorted.length / 2) - 1] / 1000
}

/** Whole ten-thousandths as a decimal: two decimals, or three or four where needed. */
function decimal(units: number): string {
  const text = (units / 10_000).toFixed(4)
  return text.replace(/0{1,2}$/, '')
}
