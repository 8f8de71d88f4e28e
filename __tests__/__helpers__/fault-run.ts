import { setTimeout as sleep } from 'node:timers/promises'
import { SEED } from './fast-check'
import { startFaultyProxy } from './faulty-proxy'
import { startPart, type Part } from './part'
import { eventually, temporaryFolder, verifyRunning } from './product'
import { random } from './random'

/** `bench/pipeline/faults.js` makes a longer run of it. */
const EVENTS = Number(process.env.FAULT_EVENTS ?? 2_000)
const KILLS = Number(process.env.FAULT_KILLS ?? 3)
const BATCH = 50
const ADMIN_KEY = 'fault-run-admin-key'
const WRITE_KEY = 'fault-run-write-key'
const POISON = [3, 500, 501].map((index) => `m${index}`)
/** How long the endpoint answers everything alike, in ms. */
const SPELL = 2_000

jest.setTimeout(600_000)

type Call = Record<string, unknown>
type Counts = Record<string, number>

function makeCalls(next: () => number): { calls: Call[]; cents: number } {
  let cents = 0
  const calls = Array.from({ length: EVENTS }, (_, index) => {
    const common = { messageId: `m${index}`, userId: `u${index % 97}`, timestamp: '2024-02-29T12:00:00.000Z' }
    if (index % 3 > 0) return { ...common, type: 'page', name: 'Home' }
    const amount = Math.floor(next() * 100_000)
    const isRefund = index % 15 === 0
    cents += isRefund ? -amount : amount
    const properties = { total: (amount / 100).toFixed(2), currency: 'USD' }
    return { ...common, type: 'track', event: isRefund ? 'Refund Received' : 'Payment Made', properties }
  })
  return { calls, cents }
}

/** As an SDK does: a batch is sent, under the same message ids, until it is answered 200. */
async function sendUntilAccepted(urlOf: () => string, batch: Call[]): Promise<void> {
  for (;;) {
    const status = await fetch(`${urlOf()}/v1/batch`, {
      method: 'POST',
      headers: { authorization: `Bearer ${WRITE_KEY}` },
      body: JSON.stringify({ batch })
    }).then(
      (response) => response.status,
      () => 0
    )
    if (status === 200) return
    await sleep(50)
  }
}

/** Calls a read API until it has answered in whole: whoever is asked may just have been killed. */
function call<Answer>(method: string, url: string, body?: object): Promise<Answer> {
  return eventually(async () => {
    const headers = { authorization: `Bearer ${ADMIN_KEY}`, ...(body && { 'content-type': 'application/json' }) }
    const init = { method, headers, body: body && JSON.stringify(body) }
    const answer = async () => {
      const response = await fetch(url, init)
      return response.ok ? ((await response.json()) as Answer) : undefined
    }
    return answer().catch(() => undefined)
  })
}

/**
 * A run of payments and visits through a board that fails at random, that refuses and redirects for a while, whose Token ID
 * is rotated, and that some events make fail; board and pipelines are killed meanwhile.
 * @param databaseUrl of a PostgreSQL that a board and `pipelines` share; without one, each has an embedded database
 */
export function describeFaults(pipelines: number, databaseUrl: () => string | undefined): void {
  it(`delivers ${EVENTS} events exactly once through a board that fails, and ${KILLS} kills`, async () => {
    const next = random(SEED)
    const { calls, cents } = makeCalls(next)
    const folders = await Promise.all(Array.from({ length: pipelines + 1 }, temporaryFolder))
    const url = databaseUrl()
    const environment = {
      TRACTIONBOARD_ADMIN_KEY: ADMIN_KEY,
      TRACTIONBOARD_TOKEN_ID: 'fault-run-token-id',
      SEGMENT_WRITE_KEY: WRITE_KEY,
      ...(url !== undefined && { DATABASE_URL: url })
    }
    const board = await startPart('board', folders[pipelines].folder, environment)
    const proxy = await startFaultyProxy(() => board.url, 0.3, next, POISON)
    const parts: Part[] = []
    for (const { folder } of folders.slice(0, pipelines)) {
      parts.push(await startPart('pipeline', folder, { ...environment, TRACTIONBOARD_ENDPOINT: proxy.url }))
    }
    const any = () => parts[Math.floor(next() * parts.length)]

    try {
      const { sources } = await call<{ sources: { id: string }[] }>('GET', `${parts[0].url}/api/sources`)
      const api = () => `${any().url}/api/sources/${sources[0].id}`
      let sent = 0
      // More is sent only once what is to be met at this share of the events was met.
      let allowed = 0.4
      const reached = async (share: number) => {
        while (sent < share * EVENTS) await sleep(20)
      }
      const kills = (async () => {
        for (let killed = 0; killed < KILLS; killed++) {
          await reached((killed + 0.5) / KILLS)
          await sleep(next() * 300)
          await (next() < 0.6 ? any() : board).kill()
        }
      })()
      const spells = (async () => {
        for (const [share, status] of [
          [0.2, 401],
          [0.4, 302],
          [0.6, 403]
        ]) {
          await reached(share)
          proxy.answerAll(status)
          await sleep(SPELL)
          await eventually(async () => proxy.faults[`all ${status}`], 120_000)
          proxy.answerAll(undefined)
          if (allowed < 0.8) allowed += 0.2
        }
        await reached(0.8)
        const rotate = `${board.url}/api/settings/integrations/rotate`
        const { token_id: tokenId } = await call<{ token_id: string }>('POST', rotate)
        allowed = 1
        await eventually(async () => {
          const { lanes } = await call<{ lanes: { state: string }[] }>('GET', `${api()}/lanes`)
          return lanes.some(({ state }) => state === 'paused') || undefined
        }, 120_000)
        await call('PUT', `${api()}/destination`, { settings: { tokenId } })
      })()
      const sending = (async () => {
        for (let start = 0; start < EVENTS; start += BATCH) {
          while (start >= allowed * EVENTS) await sleep(20)
          await sendUntilAccepted(() => any().url, calls.slice(start, start + BATCH))
          sent += BATCH
        }
      })()
      await Promise.all([sending, kills, spells])

      const totalWhen = (isMeant: (total: Counts) => boolean) =>
        eventually(async () => {
          const { total } = await call<{ total: Counts }>('GET', `${api()}/counts`)
          return isMeant(total) ? total : undefined
        }, 300_000)
      const tryNow = () => call('POST', `${api()}/resend`, { state: 'retrying' })
      await totalWhen(({ delivered }) => delivered >= 0.9 * EVENTS)
      // How long the last ones wait would else be left to chance.
      proxy.mend()
      await tryNow()
      await totalWhen(({ delivered }) => delivered === EVENTS - POISON.length)
      proxy.cure()
      await tryNow()
      const total = await totalWhen(({ waiting, retrying }) => waiting + retrying === 0)
      expect(total).toEqual({
        received: EVENTS,
        delivered: EVENTS,
        refused: 0,
        duplicate: expect.any(Number),
        conflict: 0,
        waiting: 0,
        retrying: 0,
        discarded: 0,
        filtered: 0
      })

      const metrics = await call<{ total: { visits: number; revenue: Record<string, { net: string }> } }>(
        'GET',
        `${board.url}/api/metrics?from=2024-01-01&to=2024-04-01&interval=month`
      )
      expect(metrics.total.revenue.USD.net).toBe((cents / 100).toFixed(2))
      expect(metrics.total.visits).toBe(calls.filter(({ type }) => type === 'page').length)
      expect(await verifyRunning(board.url, ADMIN_KEY)).toEqual({ count: 0, differences: [] })
      // The run means something only if things did go wrong.
      expect(Object.keys(proxy.faults)).toEqual(expect.arrayContaining(['poison', 'all 401', 'all 302', 'all 403']))
      expect(Object.keys(proxy.faults).length).toBeGreaterThan(7)
    } finally {
      for (const part of parts) await part.stop()
      await proxy.close()
      await board.stop()
      for (const { remove } of folders) await remove()
    }
  })
}
