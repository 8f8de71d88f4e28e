import { setTimeout as sleep } from 'node:timers/promises'
import { SEED } from './__helpers__/fast-check'
import { startFaultyProxy } from './__helpers__/faulty-proxy'
import { startPart } from './__helpers__/part'
import { eventually, temporaryFolder, verifyRunning } from './__helpers__/product'
import { random } from './__helpers__/random'

/** `bench/pipeline/faults.js` makes a longer run of it. */
const EVENTS = Number(process.env.FAULT_EVENTS ?? 2_000)
const KILLS = Number(process.env.FAULT_KILLS ?? 3)
const BATCH = 50
const ADMIN_KEY = 'fault-run-admin-key'
const WRITE_KEY = 'fault-run-write-key'

jest.setTimeout(600_000)

type Call = Record<string, unknown>

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
async function sendUntilAccepted(url: string, batch: Call[]): Promise<void> {
  for (;;) {
    const status = await fetch(`${url}/v1/batch`, {
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

async function read<Answer>(url: string): Promise<Answer | undefined> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${ADMIN_KEY}` } }).catch(() => undefined)
  return response?.ok ? ((await response.json()) as Answer) : undefined
}

it(`delivers ${EVENTS} events exactly once through a board that fails at random, and ${KILLS} kills`, async () => {
  const next = random(SEED)
  const { calls, cents } = makeCalls(next)
  const folders = { board: await temporaryFolder(), pipeline: await temporaryFolder() }
  const environment = {
    TRACTIONBOARD_ADMIN_KEY: ADMIN_KEY,
    TRACTIONBOARD_TOKEN_ID: 'fault-run-token-id',
    SEGMENT_WRITE_KEY: WRITE_KEY
  }
  const board = await startPart('board', folders.board.folder, environment)
  const proxy = await startFaultyProxy(() => board.url, 0.3, next)
  const pipeline = await startPart('pipeline', folders.pipeline.folder, {
    ...environment,
    TRACTIONBOARD_ENDPOINT: proxy.url
  })

  try {
    let sent = 0
    const kills = (async () => {
      for (let killed = 0; killed < KILLS; killed++) {
        while (sent < ((killed + 0.5) / KILLS) * EVENTS) await sleep(20)
        await sleep(next() * 300)
        await (next() < 0.6 ? pipeline : board).kill()
      }
    })()
    for (let start = 0; start < EVENTS; start += BATCH) {
      await sendUntilAccepted(pipeline.url, calls.slice(start, start + BATCH))
      sent += BATCH
    }
    await kills

    const sources = await eventually(() => read<{ sources: { id: string }[] }>(`${pipeline.url}/api/sources`))
    const counts = `${pipeline.url}/api/sources/${sources.sources[0].id}/counts`
    const total = await eventually(async () => {
      const answer = await read<{ total: Record<string, number> }>(counts)
      return answer && answer.total.waiting + answer.total.retrying === 0 ? answer.total : undefined
    }, 300_000)
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

    const metrics = await eventually(() =>
      read<{ total: { visits: number; revenue: Record<string, { net: string }> } }>(
        `${board.url}/api/metrics?from=2024-01-01&to=2024-04-01&interval=month`
      )
    )
    expect(metrics.total.revenue.USD.net).toBe((cents / 100).toFixed(2))
    expect(metrics.total.visits).toBe(calls.filter(({ type }) => type === 'page').length)
    expect(await verifyRunning(board.url, ADMIN_KEY)).toEqual({ count: 0, differences: [] })
    // The run means something only if things did go wrong.
    expect(Object.keys(proxy.faults).length).toBeGreaterThan(3)
  } finally {
    await pipeline.stop()
    await proxy.close()
    await board.stop()
    await folders.pipeline.remove()
    await folders.board.remove()
  }
})
