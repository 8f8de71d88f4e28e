import type { Database } from '../../database'
import type { Mapping } from '../match/mapping'
import type { LoadedSource, Sources } from '../sources'
import { BATCH_EVENTS } from '../store/batches'
import { claim, discardOrphans, dueLanes, giveBack, type Delivery, type DueLane } from '../store/deliveries'
import { saveLane, selectLanes, takeProbe, type LaneState } from '../store/lanes'
import type { Segments } from '../store/segments'
import type { Courier, Finding } from './courier'
import type { Engine } from './engine'
import { Lane, MAX_IN_FLIGHT } from './lane'
import { nextState, openLane, type Verdict } from './lane-state'

/** How long a process may keep deliveries to itself. One that dies delays them by no more. Milliseconds. */
export const LEASE_MS = 60_000

/** A batch may take this long (the engine gives a request ten seconds); a lease with less left is let go. */
const LEASE_RESERVE_MS = 20_000

const POLL_MS = 250

/** How long a request is left unread at most while there is no room in memory. */
const PATIENCE_MS = 200

export interface SchedulerOptions {
  database: Database
  sources: Sources
  segments: Segments
  engine: Engine
  courier: Courier
  now: () => Date
  random: () => number
  /** Told of failures that are the pipeline's own. */
  onError: (error: Error) => void
  /** Told when a lane stops or goes again. */
  onLane?: (lane: LaneState) => void
  /** Events in memory, over all lanes, from which on new ones wait in the database. */
  maxHeld: number
}

/**
 * Delivers what is open, lane by lane. New deliveries come straight from the receiver, in memory; what is left over
 * (retries, overflow, what another process left behind) is claimed from the database into the same lanes, so that all goes
 * by the same limits, and no mapping waits for another.
 */
export class Scheduler {
  private readonly lanes = new Map<string, Lane>()
  /** Lanes that do not simply go, as the database has them. */
  private states = new Map<string, LaneState>()
  private readonly failedInARow = new Map<string, number>()
  private readonly passedAt = new Map<string, number>()
  /** Of the sources, as this has followed them. */
  private readonly revisions = new Map<string, number>()
  private readonly inFlight = new Set<Promise<void>>()
  private readonly claiming = new Set<string>()
  private timer: NodeJS.Timeout | undefined
  private roomMade: Promise<void> | undefined
  /** Lets go who waits for room, if anybody does. */
  private tellOfRoom = () => {}
  private closing = false

  constructor(private readonly options: SchedulerOptions) {}

  start(): void {
    const poll = async () => {
      // A database that is away for a while is asked again; the deliveries are in it.
      await this.poll().catch(() => undefined)
      if (!this.closing) this.timer = setTimeout(() => void poll(), POLL_MS)
    }
    this.timer = setTimeout(() => void poll(), 0)
  }

  /** Whether `count` new deliveries fit into memory. */
  hasRoom(count: number): boolean {
    let held = count
    for (const lane of this.lanes.values()) held += lane.events + lane.eventsInFlight
    return !this.closing && held <= this.options.maxHeld
  }

  /**
   * Resolves once a batch has room in memory, or a moment later: what is taken in faster than it is delivered would have to be
   * written as waiting and read back, which costs the delivering the time that it lacks.
   */
  untilRoom(): Promise<void> {
    if (this.closing || this.hasRoom(BATCH_EVENTS)) return Promise.resolve()
    return (this.roomMade ??= new Promise((resolve) => {
      const timer = setTimeout(() => this.tellOfRoom(), PATIENCE_MS)
      this.tellOfRoom = () => {
        clearTimeout(timer)
        this.roomMade = undefined
        resolve()
      }
    }))
  }

  /** Whether new deliveries of a lane would go at once. */
  isOpen(sourceId: string, mappingId: string): boolean {
    const key = keyOf(sourceId, mappingId)
    return (this.states.get(key)?.state ?? 'open') === 'open' && (this.lanes.get(key)?.hasRoom ?? true)
  }

  /** Takes over new deliveries, which this process has leased. */
  take(deliveries: readonly Delivery[]): void {
    const byLane = new Map<Lane, Delivery[]>()
    for (const delivery of deliveries) {
      const lane = this.laneOf(delivery)
      const group = byLane.get(lane)
      if (group) group.push(delivery)
      else byLane.set(lane, [delivery])
    }
    for (const [lane, group] of byLane) lane.add(group)
  }

  /** Delivers everything that is due now, and resolves when it has been tried. */
  async deliverDue(): Promise<void> {
    await this.poll()
    while (this.inFlight.size > 0) await Promise.all(this.inFlight)
  }

  /** Finishes what is under way, and gives back what is not. */
  async close(): Promise<void> {
    this.closing = true
    clearTimeout(this.timer)
    this.tellOfRoom()
    const left = [...this.lanes.values()].flatMap((lane) => lane.empty())
    while (this.inFlight.size > 0) await Promise.all(this.inFlight)
    await giveBack(this.options.database, left, this.options.now())
  }

  /** How many events a row of deliveries of a mapping has at most: it is never sent in parts. */
  limitOf(mapping: Mapping): number {
    return this.options.engine.limitsOf(mapping).events
  }

  private async poll(): Promise<void> {
    const { database, sources, segments, now } = this.options
    await sources.refresh()
    await segments.refresh()
    for (const source of sources.all) {
      if (this.revisions.get(source.id) !== source.revision) await this.followChange(source)
      this.revisions.set(source.id, source.revision)
    }
    const states = await selectLanes(database, sources.ids)
    this.states = new Map(
      states.filter(({ state }) => state !== 'open').map((lane) => [keyOf(lane.sourceId, lane.mappingId), lane])
    )
    for (const due of await dueLanes(database, sources.ids, now())) this.track(this.fill(due))
  }

  /** A mapping may be gone, and what it had in memory with it; settings may be others. */
  private async followChange(source: LoadedSource): Promise<void> {
    const { database, now } = this.options
    for (const lane of this.lanes.values()) {
      if (lane.sourceId === source.id && !this.find(lane)) await giveBack(database, lane.empty(), now())
    }
    await discardOrphans(database, source.id, now())
  }

  /** Claims what is due, as far as the lane has room; of one that does not go, no more than a probe. */
  private async fill(due: DueLane): Promise<void> {
    const key = keyOf(due.sourceId, due.mappingId)
    const lane = this.laneOf(due)
    const found = this.find(lane)
    if (!found || this.closing || this.claiming.has(key)) return
    this.claiming.add(key)
    try {
      const limits = this.options.engine.limitsOf(found.mapping)
      if (!(await this.mayGo(lane, found.source))) return
      const probed = this.states.get(key)
      const wanted = probed ? 1 : Math.max(limits.events, 100)
      for (lane.hasMore = true; lane.hasMore && lane.events < MAX_IN_FLIGHT * wanted && lane.hasRoom;) {
        const now = this.options.now()
        const leasedUntil = new Date(now.getTime() + LEASE_MS)
        const claimed = await claim(this.options.database, due, wanted, now, leasedUntil)
        const events = eventsOf(claimed)
        lane.hasMore = !probed && events >= wanted && !this.closing
        lane.add(claimed)
        // Another process has it in hand: whoever finds something may make the probe.
        if (probed && events === 0) await this.move({ ...probed, until: now })
      }
      lane.flush()
    } finally {
      this.claiming.delete(key)
    }
  }

  /** Whether a lane goes now: it is open, or this process makes its next probe. */
  private async mayGo(lane: Lane, source: LoadedSource): Promise<boolean> {
    const { database, engine, now, random } = this.options
    const { sourceId, mappingId } = lane
    const state = this.states.get(keyOf(sourceId, mappingId))
    if (!state) return true
    const at = now()
    const isChanged = state.state === 'paused' && state.revision !== source.revision
    if (state.until > at && !isChanged) return false
    if (state.state === 'held' || isChanged) {
      await this.move(openLane(sourceId, mappingId, at))
      return true
    }
    // What is on its way tells as much. A probe that is taken and not made leaves the lane waiting for the lease.
    if (lane.inFlight > 0) return false
    if (!(await takeProbe(database, state, at, new Date(at.getTime() + LEASE_MS)))) return false
    if (state.state === 'down') return true
    const problem = await engine.testAuthentication(source.settings)
    if (problem === undefined) return true
    const trouble = { failedInARow: 0, well: false, isSuspect: false }
    const verdict: Verdict = { kind: 'refused', code: state.code, reason: problem }
    await this.move(nextState(state, verdict, trouble, source.revision, now(), random()))
    return false
  }

  private laneOf({ sourceId, mappingId }: DueLane): Lane {
    const key = keyOf(sourceId, mappingId)
    const lane = this.lanes.get(key) ?? new Lane(sourceId, mappingId, (each) => this.pump(each))
    this.lanes.set(key, lane)
    return lane
  }

  private pump(lane: Lane): void {
    const found = this.find(lane)
    if (!found || this.closing) return
    const limits = this.options.engine.limitsOf(found.mapping)
    for (let batch = lane.next(limits); batch; batch = lane.next(limits)) {
      lane.inFlight++
      lane.eventsInFlight += eventsOf(batch)
      this.track(this.send(lane, found, batch, limits.events))
    }
  }

  private track(work: Promise<void>): void {
    const tracked = work.catch(this.options.onError).finally(() => this.inFlight.delete(tracked))
    this.inFlight.add(tracked)
  }

  private async send(lane: Lane, { source, mapping }: Found, batch: Delivery[], limit: number): Promise<void> {
    try {
      const soon = this.options.now().getTime() + LEASE_RESERVE_MS
      // What waited too long has fallen due, or soon will, and is claimed like everything else.
      const deliveries = batch.filter(({ leasedUntil }) => leasedUntil.getTime() > soon)
      if (deliveries.length === 0) return
      // If the outcome cannot be written, the lease runs out and the events are sent again, under the same ids.
      const begun = performance.now()
      const mayHalve = !this.states.has(keyOf(lane.sourceId, lane.mappingId))
      const verdict = await this.options.courier.deliver({ source, mapping, deliveries, limit, mayHalve }, () =>
        this.isWell(lane, source, begun)
      )
      await this.heed(lane, source, verdict)
    } finally {
      lane.inFlight--
      lane.eventsInFlight -= eventsOf(batch)
      if (this.hasRoom(BATCH_EVENTS)) this.tellOfRoom()
      this.pump(lane)
      // The poll alone would be too slow for a long queue.
      if (lane.hasMore && lane.events < limit && !this.closing) this.track(this.fill(lane))
    }
  }

  /** Whether the endpoint is well although a batch failed: another one passed meanwhile, or its own test does. */
  private async isWell({ sourceId, mappingId }: Lane, source: LoadedSource, since: number): Promise<boolean> {
    if ((this.passedAt.get(keyOf(sourceId, mappingId)) ?? -Infinity) > since) return true
    return (await this.options.engine.testAuthentication(source.settings)) === undefined
  }

  /** Moves the lane as the verdict demands. What it has in memory goes back where it does not go on. */
  private async heed(lane: Lane, source: LoadedSource, verdict: Finding): Promise<void> {
    const { database, now, random } = this.options
    const { sourceId, mappingId } = lane
    const key = keyOf(sourceId, mappingId)
    if (verdict.kind === 'passed') {
      this.passedAt.set(key, performance.now())
      this.failedInARow.delete(key)
      if (!this.states.has(key)) return
    } else if (verdict.kind === 'failed' && !verdict.isSuspect) {
      this.failedInARow.set(key, (this.failedInARow.get(key) ?? 0) + 1)
    }
    // The events are due already, and go with the next poll.
    if (verdict.kind === 'refused' && (await this.renew(sourceId))) return
    const state = this.states.get(key) ?? openLane(sourceId, mappingId, now())
    const trouble = { ...verdict, failedInARow: this.failedInARow.get(key) ?? 0 }
    const next = nextState(state, verdict, trouble, source.revision, now(), random())
    if (next === state) return
    await this.move(next)
    if (next.state !== 'open') await giveBack(database, lane.empty(), now())
  }

  /** Who cannot be asked for new settings now is asked at the next refusal. */
  private renew(sourceId: string): Promise<boolean> {
    const { sources, now, onError } = this.options
    return sources.renew(sourceId, now()).catch((error: Error) => {
      onError(error)
      return false
    })
  }

  private async move(lane: LaneState): Promise<void> {
    const key = keyOf(lane.sourceId, lane.mappingId)
    if (lane.state !== (this.states.get(key)?.state ?? 'open')) this.options.onLane?.(lane)
    if (lane.state === 'open') this.states.delete(key)
    else this.states.set(key, lane)
    await saveLane(this.options.database, lane)
  }

  /** What is switched off keeps its open deliveries until it is switched on again. */
  private find({ sourceId, mappingId }: DueLane): Found | undefined {
    const source = this.options.sources.byId(sourceId)
    const mapping = source?.mappings.find(({ id }) => id === mappingId)
    return source?.enabled && mapping?.enabled ? { source, mapping } : undefined
  }
}

interface Found {
  source: LoadedSource
  mapping: Mapping
}

function eventsOf(deliveries: readonly Delivery[]): number {
  return deliveries.reduce((sum, { events }) => sum + events.length, 0)
}

function keyOf(sourceId: string, mappingId: string): string {
  return `${sourceId} ${mappingId}`
}
