import nock from 'nock'

export const ENDPOINT = 'https://api.tractionboard.io'
export const TOKEN_ID = 'tb-S3cret.Token_ID'
export const AUTHORIZATION = `Basic ${Buffer.from(`${TOKEN_ID}:`).toString('base64')}`
export const settings = { tokenId: TOKEN_ID }

/** A request as Tractionboard receives it. */
export interface Received {
  path: string
  headers: Record<string, any>
  body: any
}

/** What Tractionboard answers to a request: the status, the body and the headers. */
export type Answer = (events: any[]) => [number, any] | [number, any, Record<string, string>]

export const stored: Answer = (events) => [200, { results: events.map(() => ({ status: 201 })) }]
export const refused = (status: number, message = 'no'): Answer => {
  return () => [status, { error: { code: 'some_code', message } }]
}
export const results = (status: number, list: unknown): Answer => {
  return () => [status, { results: list }]
}

/**
 * Stands in for Tractionboard, in the place of an earlier stand-in: gives the answers in their order, the last one again and again.
 * @returns the requests, as they come
 */
export function tractionboard(...answers: Answer[]): Received[] {
  const received: Received[] = []
  closeTractionboard()
  nock(ENDPOINT)
    .persist()
    .post('/v1/events')
    .reply(function (path: string, body: any) {
      received.push({ path, body, headers: this.req.headers })
      const answer = answers[Math.min(received.length, answers.length) - 1] ?? stored
      return answer(body.events as any[]) as any
    })
  return received
}

/** Forgets every stand-in, after each test. */
export function closeTractionboard(): void {
  nock.abortPendingRequests()
  nock.cleanAll()
}
