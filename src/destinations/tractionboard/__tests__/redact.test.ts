import { createTestIntegration } from '@segment/actions-core'
import fs from 'fs'
import nock from 'nock'
import path from 'path'
import { inspect } from 'util'
import destination from '../index'
import { withoutTokenId } from '../redact'
import { deliverBatch, deliverOne, errorOf, segmentEvent } from './__helpers__/deliver'
import type { Answer } from './__helpers__/tractionboard'
import {
  AUTHORIZATION,
  ENDPOINT,
  TOKEN_ID,
  closeTractionboard,
  refused,
  results,
  settings,
  tractionboard
} from './__helpers__/tractionboard'

const testDestination = createTestIntegration(destination)
const BASE64 = AUTHORIZATION.replace('Basic ', '')
const SECRETS = [TOKEN_ID, TOKEN_ID.slice(0, 8), BASE64, BASE64.slice(0, 12), encodeURIComponent(TOKEN_ID)]
const event = segmentEvent({ type: 'track', event: 'Ping' })
const echo = `No board has the Token ID ${TOKEN_ID}; it was ${encodeURIComponent(TOKEN_ID)}, sent as ${AUTHORIZATION}.`
/** Cut off after 500 characters, it ends in the middle of the Token ID. */
const longEcho = `${'x'.repeat(490)}${TOKEN_ID}`

/** Everything that a log could show of a value, hidden properties and the stack included. */
function expectNoSecret(value: any): void {
  const shown = `${inspect(value, { depth: 20, showHidden: true })} ${value?.stack ?? ''}`
  SECRETS.forEach((secret) => expect(shown).not.toContain(secret))
}

/** Even where Tractionboard, or what stands before it, repeats the Token ID. */
const ANSWERS: [string, Answer][] = [
  ...[400, 401, 403, 404, 413, 429, 500, 503].map((status): [string, Answer] => [
    String(status),
    refused(status, echo)
  ]),
  ['207', results(207, [{ status: 400, error: { code: TOKEN_ID, message: echo } }])],
  ['500 at length', refused(500, longEcho)],
  ['200 with a wrong number of results', () => [200, { results: [], echo }]],
  ['200 in plain text', () => [200, echo]],
  ['502 in plain text', () => [502, echo]]
]

describe('The Token ID', () => {
  afterEach(closeTractionboard)

  it.each(ANSWERS)('is in no error and in no status of a batch after the answer %s', async (_answer, answer) => {
    tractionboard(answer)
    expectNoSecret(await errorOf(deliverOne(event)))
    const statuses = await deliverBatch('Track', [event])
    expect(statuses[0].status).toBeGreaterThanOrEqual(400)
    expectNoSecret(statuses)
  })

  it('is in nothing that is told of a delivery', async () => {
    tractionboard()
    expectNoSecret(await deliverOne(event))
    expectNoSecret(await deliverBatch('Track', [event, segmentEvent({ type: 'track', event: 'Ping', messageId: '' })]))
  })

  it('is in no error of a connection', async () => {
    nock(ENDPOINT).persist().post(/.*/).replyWithError(`cannot connect with ${TOKEN_ID}`)
    nock(ENDPOINT).persist().get(/.*/).replyWithError(`cannot connect with ${TOKEN_ID}`)
    expectNoSecret(await errorOf(deliverOne(event)))
    expectNoSecret(await deliverBatch('Track', [event]))
    expectNoSecret(await errorOf(testDestination.testAuthentication(settings)))
    expectNoSecret(await errorOf((testDestination as any).onDelete({ userId: 'ada' }, settings)))
  })

  it.each([[400], [401], [404], [500]])('is in no error of testAuthentication and onDelete: %i', async (status) => {
    nock(ENDPOINT)
      .get('/v1/account')
      .reply(status, { error: { message: echo } })
    nock(ENDPOINT)
      .post('/v1/users/delete')
      .reply(status, { error: { message: echo } })
    expectNoSecret(await errorOf(testDestination.testAuthentication(settings)))
    expectNoSecret(await errorOf((testDestination as any).onDelete({ userId: 'ada' }, settings)))
  })

  it('is in no error about itself or about the endpoint', async () => {
    const unsendable = `${TOKEN_ID}:${TOKEN_ID}`
    expectNoSecret(await errorOf(deliverBatch('Track', [event], {}, { tokenId: unsendable })))
    const endpoint = `https://${TOKEN_ID}:@api.tractionboard.io`
    expectNoSecret(await errorOf(deliverBatch('Track', [event], {}, { endpoint })))
    expectNoSecret(await errorOf(testDestination.testAuthentication({ ...settings, endpoint })))
  })

  it('is in no form in what is told, also where it was entered with blanks around it', async () => {
    tractionboard(refused(400, echo))
    const untrimmed = { tokenId: ` ${TOKEN_ID}\n` }
    const [status] = await deliverBatch('Track', [event], {}, untrimmed)
    expect(status.errormessage).toBe(
      'Tractionboard answered 400: No board has the Token ID [Token ID]; it was [Token ID], sent as Basic [Token ID].'
    )
    expectNoSecret(await deliverBatch('Track', [event], {}, untrimmed))
  })

  it('is in no snapshot', () => {
    const folder = path.join(__dirname, '__snapshots__')
    const snapshots = fs.readdirSync(folder).map((file) => fs.readFileSync(path.join(folder, file), 'utf8'))
    expect(snapshots).toHaveLength(1)
    snapshots.forEach(expectNoSecret)
  })
})

describe('withoutTokenId', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  it.each([
    ['a+b/c d', 'a+b/c', '[Token ID] d'],
    ['a%2Bb%2fc', 'a+b/c', '[Token ID]'],
    ['a%2bb/c', 'a+b/c', '[Token ID]'],
    ['{"token":"a\\"b"}', 'a"b', '{"token":"[Token ID]"}'],
    [`Basic ${base64('abc:')}, ${base64('abcd:')}`, 'abcd', `Basic ${base64('abc:')}, [Token ID]`],
    [
      `${base64('abcd')} ${base64('abcde:').replace(/=/g, '')}`,
      'abcd',
      `[Token ID] ${base64('abcde:').replace(/=/g, '')}`
    ],
    [base64('abc:').replace(/=/g, ''), 'abc', '[Token ID]'],
    ['Traction', 't', '[Token ID]rac[Token ID]ion'],
    ['a.c abc', 'a.c', '[Token ID] abc'],
    ['nothing', ' ', 'nothing']
  ])('of %p, where it is %p, leaves %p', (words, tokenId, expected) => {
    expect(withoutTokenId(words, tokenId)).toBe(expected)
  })
})
