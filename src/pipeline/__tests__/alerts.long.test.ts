import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { send } from './__helpers__/endpoint'
import { startTestPipeline, until } from './__helpers__/pipeline'

/** Alerts are looked for every ten seconds. */
const PATIENCE_MS = 60_000

it('a queue that is full is told of once when it begins and once when it has emptied', async () => {
  const told: { kind: string; state: string; message: string }[] = []
  const webhook = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      told.push(JSON.parse(Buffer.concat(chunks).toString()))
      response.end()
    })
  })
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/`
  const running = await startTestPipeline({ queue: { events: 50 }, alerts: { url, secret: 'a-secret' }, quiet: true })
  const ofQueue = () => told.filter(({ kind }) => kind === 'queue_near_limit').map(({ state }) => state)
  const post = async (messageId: string) => (await running.post('/v1/page', { userId: 'ada', messageId })).status
  try {
    running.endpoint.interfere = (_request, response) => (send(response, 503, {}), true)
    let accepted = 0
    await until('no more is taken in', async () => {
      const status = await post(`m${accepted}`)
      if (status === 200) accepted++
      return status === 429
    })
    await until('the begin is told', () => ofQueue().length > 0, PATIENCE_MS)
    expect(told.find(({ kind }) => kind === 'queue_near_limit')!.message).toMatch(
      /^\d+ events of \d+ bytes wait; from 50 events or \d+ bytes on calls are refused\.$/
    )
    expect(await post('refused')).toBe(429)
    running.endpoint.interfere = undefined
    await until('the end is told', () => ofQueue().length > 1, PATIENCE_MS)
    expect(ofQueue()).toEqual(['begins', 'ends'])
    await until('all that was accepted is delivered', () => running.endpoint.events.size === accepted, PATIENCE_MS)
    expect(await post('late')).toBe(200)
  } finally {
    await running.close()
    webhook.closeAllConnections()
    webhook.close()
  }
})
