import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { eventually, startProduct, temporaryFolder, verifyRunning } from './product'
import type { Ports, Product } from './product'

const BATCH = 10
const CLIENTS = 4

/** Ports that are free now, so that every restart can have the same ones. */
async function freePorts(): Promise<Ports> {
  const servers = [createServer(), createServer()]
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((resolve) =>
          server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
        )
    )
  )
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return { pipeline: ports[0], board: ports[1] }
}

/** One batch, sent until it is answered: as an SDK does, with the same message ids every time. */
async function deliver(url: string, writeKey: string, batch: object[]): Promise<void> {
  for (;;) {
    try {
      const response = await fetch(`${url}/v1/batch`, {
        method: 'POST',
        body: JSON.stringify({ batch, writeKey, sentAt: new Date().toISOString() }),
        signal: AbortSignal.timeout(5_000)
      })
      if (response.status === 200) return
    } catch {
      // Killed before it answered.
    }
    await sleep(50)
  }
}

/** Gives the board another Token ID, which the pipeline beside it has to find out. */
async function rotate({ boardUrl, adminKey }: Product): Promise<void> {
  const headers = { authorization: `Bearer ${adminKey}` }
  const { status } = await fetch(`${boardUrl}/api/settings/integrations/rotate`, { method: 'POST', headers })
  expect(status).toBe(200)
}

/** A test that kills `tractionboard start` so many times while clients send so many events. */
export function describeCrashes({ kills, events: count }: { kills: number; events: number }): void {
  it(`has every event that was answered 200 exactly once, after ${kills} kills and a new Token ID`, async () => {
    const data = await temporaryFolder()
    const ports = await freePorts()
    let product: Product = await startProduct(data.folder, ports)
    const { pipelineUrl, writeKey } = product

    const batches = Array.from({ length: count / BATCH }, (_, batch) =>
      Array.from({ length: BATCH }, (_, index) => ({
        type: 'track',
        event: 'Payment Made',
        messageId: `message-${batch * BATCH + index}`,
        userId: `user-${index}`,
        timestamp: '2024-01-05T09:00:00.000Z',
        properties: { revenue: '0.10' }
      }))
    )
    const waiting = [...batches]
    // The clients pace themselves so that the kills fall while events are sent.
    let killed = 0
    const clients = Array.from({ length: CLIENTS }, async () => {
      for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
        await deliver(pipelineUrl, writeKey, batch)
        const due = (1 - waiting.length / batches.length) * kills
        while (killed < Math.min(Math.floor(due), kills)) await sleep(10)
      }
    })
    for (; killed < kills; killed++) {
      await sleep(Math.random() * 300)
      await product.stop('SIGKILL')
      product = await startProduct(data.folder, ports)
      if (killed === Math.floor(kills / 2)) await rotate(product)
    }
    await Promise.all(clients)

    try {
      const events = await eventually(async () => {
        const arrived = await product.events()
        return arrived.length >= count ? arrived : undefined
      }, 60_000)
      expect(events.map(({ id }) => id).sort()).toEqual(
        batches
          .flat()
          .map(({ messageId }) => messageId)
          .sort()
      )
      expect(await verifyRunning(product.boardUrl, product.adminKey)).toEqual({ count: 0, differences: [] })
    } finally {
      await product.stop()
      await data.remove()
    }
  }, 240_000)
}
