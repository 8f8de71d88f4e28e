import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { basic, startTestPipeline, until, writeKey, type Running } from './__helpers__/pipeline'

const CLIENTS = 1_000
const EVENTS = 4

let running: Running

beforeAll(async () => {
  running = await startTestPipeline()
})

afterAll(() => running?.close())

interface Answer {
  status: number
  retryAfter?: string
}

/** Sends one event; `giveUpAfter` milliseconds the client goes away, with or without having sent all of it. */
function track(agent: http.Agent | false, messageId: string, giveUpAfter?: number): Promise<Answer> {
  const body = JSON.stringify({ event: 'Report Opened', userId: 'ada', messageId })
  const headers = { authorization: basic(writeKey), 'content-type': 'application/json', 'content-length': body.length }
  return new Promise((resolve, reject) => {
    const request = http.request(`${running.pipeline.url}/v1/track`, { method: 'POST', agent, headers }, (response) => {
      response.on('error', reject).resume()
      response.on('end', () => resolve({ status: response.statusCode!, retryAfter: response.headers['retry-after'] }))
    })
    request.on('error', reject)
    if (giveUpAfter === undefined) return request.end(body)
    request.write(body.slice(0, giveUpAfter % 2 === 0 ? body.length : 20))
    setTimeout(() => request.destroy(new Error('gave up')), giveUpAfter)
  })
}

it('loses nothing of a thousand clients that send single events, some of which give up, and no place either', async () => {
  const accepted: string[] = []
  const turned: Answer[] = []
  const client = async (number: number) => {
    const agent = number % 2 === 0 ? new http.Agent({ keepAlive: true, maxSockets: 1 }) : false
    for (let index = 0; index < EVENTS; index++) {
      const messageId = `${number} ${index}`
      if (number % 5 === 0) await track(agent, `given up ${messageId}`, (number + index) % 50).catch(() => undefined)
      for (let isAccepted = false; !isAccepted;) {
        // A connection beyond the limit is closed without a word: the client comes again, as every SDK does.
        const answer = await track(agent, messageId).catch(() => undefined)
        isAccepted = answer?.status === 200
        if (answer && !isAccepted) turned.push(answer)
        if (!isAccepted) await sleep(50)
      }
      accepted.push(messageId)
    }
    if (agent) agent.destroy()
  }
  await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)))

  const wrong = turned.filter(({ status, retryAfter }) => !([429, 503].includes(status) && Number(retryAfter)))
  expect(wrong).toEqual([])
  const { events } = running.endpoint
  await until('everything is delivered', () => accepted.every((id) => events.has(id)), 60_000)
  const ids = running.outcomes.map(({ messageId }) => messageId)
  expect(new Set(ids).size).toBe(ids.length)

  // As many as there are places: had one been lost, one of them would be turned away.
  const wave = await Promise.all(Array.from({ length: 512 }, (_, number) => track(false, `last ${number}`)))
  expect(wave.filter(({ status }) => status !== 200)).toEqual([])
}, 180_000)
