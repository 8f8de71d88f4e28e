import { createHash } from 'node:crypto'
import { unavailability, type Database } from '../../database'
import { backoff, LONGEST_DELAY_MS } from '../deliver/retry'
import type { Pressure } from '../receive/pressure'
import type { Rollups } from '../record/rollups'
import type { Keep } from '../record/upkeep'
import type { Sources } from '../sources'
import { conditionsOf } from './conditions'
import { standingOf } from './standing'
import { alertsOf, claimUntold, insertAlerts, markTold, postpone, takeOver, type Alert } from './store'
import { sendAlert, type AlertMessage, type Webhook } from './webhook'

const INTERVAL_MS = 10_000

/** A process that dies while it tells delays that by no more. */
const LEASE_MS = 30_000

export interface WatchOptions {
  database: Database
  sources: Sources
  rollups: Rollups
  keep: Keep
  /** Which has looked already: an alert of before a restart must not end and begin again. */
  pressure: Pick<Pressure, 'queue' | 'limits' | 'room'>
  /** Without one, alerts are on the log, the page and the metrics alone. */
  webhook?: Webhook
  now: () => Date
  random: () => number
  /** Told once when something begins to be amiss, and once when it ends. */
  onAlert: (alert: Alert, state: AlertMessage['state']) => void
  onError: (error: Error) => void
}

/** What began while nothing can be written, as on a full disk of which it may tell. It is written as soon as there is room. */
export type Unwritten = Set<Alert>

/**
 * Watches what is amiss, and tells the webhook: looking and telling go by themselves, so that a webhook that hangs holds up
 * nothing but its own messages.
 */
export function watch({ onError, ...options }: WatchOptions) {
  const closing = new AbortController()
  const unwritten: Unwritten = new Set()
  const rounds = [repeat(() => look(options, unwritten)), repeat(() => tell(options, unwritten, closing.signal))]
  return {
    async close(): Promise<void> {
      closing.abort()
      await Promise.all(rounds.map((round) => round.stop()))
    }
  }

  function repeat(work: () => Promise<void>) {
    let timer: NodeJS.Timeout | undefined
    let isStopped = false
    let running: Promise<void>
    const begin = () => {
      running = go()
    }
    const go = async (): Promise<void> => {
      await work().catch((error: Error) => (isStopped ? undefined : onError(error)))
      if (!isStopped) timer = setTimeout(begin, INTERVAL_MS)
    }
    begin()
    return {
      async stop(): Promise<void> {
        isStopped = true
        clearTimeout(timer)
        await running
      }
    }
  }
}

/** Finds out what is amiss, what has begun and what has ended. */
export async function look(options: Omit<WatchOptions, 'onError'>, unwritten: Unwritten): Promise<void> {
  const { database, sources, now, onAlert } = options
  for (const sourceId of sources.ids) {
    const conditions = conditionsOf(await standingOf(database, sourceId, options, now()))
    try {
      await write(options, sourceId, unwritten)
      const { begun, ended } = await takeOver(database, sourceId, conditions, now())
      for (const alert of begun) onAlert(alert, 'begins')
      for (const alert of ended) onAlert(alert, 'ends')
    } catch (error) {
      if (unavailability(error as Error) !== 'full') throw error
      const known = [...unwritten, ...(await alertsOf(database, sourceId))]
      for (const condition of conditions) {
        if (known.some(({ kind, subject }) => kind === condition.kind && subject === condition.subject)) continue
        const alert = { ...condition, sourceId, beganAt: now(), endedAt: null, toldBegin: false, attempts: 0 }
        unwritten.add(alert)
        onAlert(alert, 'begins')
      }
    }
  }
}

async function write(
  { database, now }: Omit<WatchOptions, 'onError'>,
  sourceId: string,
  unwritten: Unwritten
): Promise<void> {
  const own = [...unwritten].filter((alert) => alert.sourceId === sourceId)
  await insertAlerts(database, own, leaseFrom(now()))
  for (const alert of own) unwritten.delete(alert)
}

const leaseFrom = (now: Date) => new Date(now.getTime() + LEASE_MS)

/** Tells what has to be told. What the webhook does not take is tried again, ever more seldom. */
export async function tell(
  options: Omit<WatchOptions, 'onError'>,
  unwritten: Unwritten,
  closing: AbortSignal
): Promise<void> {
  const { sources, webhook } = options
  const send = async (alert: Alert) => {
    if (webhook) await sendAlert(webhook, messageOf(alert, sources.byId(alert.sourceId)?.name ?? ''), closing)
  }
  await tellUnwritten(options, unwritten, send)
  await tellWritten(options, send)
}

type Send = (alert: Alert) => Promise<void>

async function tellUnwritten(
  { database, now }: Omit<WatchOptions, 'onError'>,
  unwritten: Unwritten,
  send: Send
): Promise<void> {
  const results = [...unwritten].map(async (alert) => {
    if (alert.toldBegin) return
    try {
      await send(alert)
    } catch {
      return
    }
    // It may have been written meanwhile.
    if (!unwritten.has(alert)) await markTold(database, alert, now())
    alert.toldBegin = true
  })
  await Promise.all(results)
}

async function tellWritten(
  { database, sources, now, random }: Omit<WatchOptions, 'onError'>,
  send: Send
): Promise<void> {
  const claimed = claimUntold(database, sources.ids, now(), leaseFrom(now()), LONGEST_DELAY_MS)
  const alerts = await claimed.catch((error: Error) => {
    if (unavailability(error) === 'full') return []
    throw error
  })
  const results = alerts.map(async (alert) => {
    try {
      await send(alert)
    } catch {
      return postpone(database, alert, new Date(now().getTime() + backoff(alert.attempts, random())))
    }
    await markTold(database, alert, now())
  })
  await Promise.all(results)
}

function messageOf(
  { sourceId, kind, subject, message, beganAt, endedAt, toldBegin }: Alert,
  source: string
): AlertMessage {
  const state = toldBegin ? 'ends' : 'begins'
  const began = beganAt.toISOString()
  const id = createHash('sha256')
    .update(JSON.stringify([sourceId, kind, subject, began, state]))
    .digest('hex')
  const ended = toldBegin ? (endedAt?.toISOString() ?? null) : null
  return { id: id.slice(0, 32), state, kind, source, message, began_at: began, ended_at: ended }
}
