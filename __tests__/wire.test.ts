import http from 'http'
import type { AddressInfo, Socket } from 'net'
import nock from 'nock'
import {
  deliverBatch,
  deliverOne,
  errorOf,
  segmentEvent
} from '../src/destinations/tractionboard/__tests__/__helpers__/deliver'
import type { Options } from '../src/destinations/tractionboard/__tests__/__helpers__/deliver'

const events = Array.from({ length: 1000 }, (_, index) => {
  return segmentEvent({ type: 'track', event: 'Ping', messageId: `message-${index}` })
})
const answer = JSON.stringify({ results: events.map(() => ({ status: 201 })) })

/** A real server: what a connection does, nock does not show. */
describe('On the wire', () => {
  let server: http.Server
  let endpoint: string
  let connections: number
  const sockets = new Set<Socket>()
  let respond: (response: http.ServerResponse) => void

  beforeAll((done) => {
    nock.restore()
    server = http.createServer((request, response) => {
      request.resume().on('end', () => respond(response.setHeader('Content-Type', 'application/json')))
    })
    server.on('connection', (socket) => {
      connections++
      sockets.add(socket)
    })
    server.listen(0, '127.0.0.1', () => {
      endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
      done()
    })
  })

  beforeEach(() => {
    connections = 0
  })

  afterAll((done) => {
    nock.activate()
    sockets.forEach((socket) => socket.destroy())
    server.close(done)
  })

  const statusesOf = async (options: Options = {}) => {
    const statuses = await deliverBatch('Track', events, options, { endpoint })
    return [...new Set(statuses.map(({ status }) => status))]
  }

  it('batches follow each other over one connection', async () => {
    respond = (response) => response.end(answer)
    for (let batch = 0; batch < 5; batch++) {
      expect(await statusesOf()).toEqual([201])
    }
    expect(connections).toBe(1)
  })

  it('a full batch has a long answer, which is read to its end', async () => {
    const results = events.map(() => ({ status: 200, note: 'x'.repeat(200) }))
    respond = (response) => response.end(JSON.stringify({ results }))
    expect(await statusesOf()).toEqual([200])
  })

  /** Some versions of the client see at once that an answer is cut short, others when the time is up. */
  it.each([
    ['of a known length', { 'Content-Length': String(answer.length) }],
    ['in chunks', { 'Transfer-Encoding': 'chunked' }]
  ])('a truncated answer %s has every event sent again', async (_form, headers: Record<string, string>) => {
    respond = (response) => {
      response.writeHead(200, headers)
      response.write(answer.slice(0, 5000))
      setTimeout(() => response.destroy(), 20)
    }
    const signal = (AbortSignal as any).timeout(500)
    expect([[408], [503]]).toContainEqual(await statusesOf({ signal }))
  })

  it('an answer that stops halfway has every event sent again in time', async () => {
    respond = (response) => {
      response.write(answer.slice(0, 5000))
    }
    expect(await statusesOf({ signal: (AbortSignal as any).timeout(100) })).toEqual([408])
  })

  it('a connection that is cut before the answer has the event sent again', async () => {
    respond = (response) => response.destroy()
    expect(await statusesOf()).toEqual([503])
  })

  it('nobody listening has the event sent again', async () => {
    const nobody = { endpoint: 'http://127.0.0.1:1' }
    const [status] = await deliverBatch('Track', events.slice(0, 1), {}, nobody)
    expect(status).toMatchObject({ status: 503, errormessage: expect.stringContaining('ECONNREFUSED') })
  })
})

describe('An engine whose requests are aborted already', () => {
  it('gets the event back to send it again', async () => {
    const signal = AbortSignal.abort()
    expect(await errorOf(deliverOne(events[0], { signal }))).toMatchObject({ status: 408 })
  })
})
