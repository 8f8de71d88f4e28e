import { TestBoard, openBoardDatabase } from '../../../__tests__/__helpers__/board'
import type { Database } from '../../database'

/** Ids as a sender may write them, and as the board keeps them, by which they are asked for in an address. */
const IDS: [name: string, sent: string, kept: string][] = [
  ['U+0000', 'nu\u0000l', 'nu\ufffdl'],
  ['half of a surrogate pair', 'ha\ud83dlf \udc4b', 'ha\ufffdlf \ufffd'],
  ['characters of other planes', '👋🏽 𝒳 𠜎', '👋🏽 𝒳 𠜎'],
  ['256 characters', 'x'.repeat(256), 'x'.repeat(256)],
  ['128 characters of another plane', '𝒳'.repeat(128), '𝒳'.repeat(128)],
  [
    'characters that mean something elsewhere',
    `a/b?c#d%25&e="f",'g'\\h;--\r\n\t=1+1`,
    `a/b?c#d%25&e="f",'g'\\h;--\r\n\t=1+1`
  ],
  ['what a path would be', '../..', '../..']
]

let database: Database
let board: TestBoard
beforeAll(async () => {
  database = await openBoardDatabase()
})
beforeEach(async () => {
  board = await TestBoard.create(database, board?.app)
})
afterAll(async () => {
  await board.close()
  await database.close()
})

const at = (minute: number) => ({ timestamp: `2024-01-01T00:0${minute}:00.000Z` })

/** A person with the id at every place where an event has one. JSON writes half a pair as it is. */
async function sendAll(id: string): Promise<void> {
  const results = await board.send([
    { id: 'e1', type: 'visit', channel: 'web', user_id: id, context: { campaign: { source: id } }, ...at(1) },
    { id: 'e2', type: 'login', user_id: id, anonymous_id: `${id.slice(0, 255)}a`, attributes: { [id]: id }, ...at(2) },
    { id: 'e3', type: 'group', user_id: id, group_id: id, attributes: { [id]: true }, ...at(3) },
    { id: 'e4', type: 'alias', user_id: id, previous_id: `${id.slice(0, 255)}p`, ...at(4) },
    { id: 'e5', type: 'visit', channel: 'web', user_id: 'somebody else', ...at(5) }
  ])
  expect(results.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201])
}

const post = (url: string, body: object) =>
  board.call({ method: 'POST', url, payload: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
const found = async (query: string) => (await board.get(`/api/users?${query}`)).users.map((user: any) => user.user_id)
const where = (condition: object) => `where=${encodeURIComponent(JSON.stringify([condition]))}`

describe.each(IDS)('an id with %s', (_name, sent, kept) => {
  const address = encodeURIComponent(kept)

  test('is found by its address, its ids, a search, conditions and the filter of events', async () => {
    await sendAll(sent)
    const user = await board.get(`/api/users/${address}`)
    expect([user.user_id, user.attributes, Object.keys(user.groups)]).toEqual([kept, { [kept]: kept }, [kept]])
    expect((await board.get(`/api/users/${address}/timeline`)).events).toHaveLength(4)
    expect((await board.get(`/api/events?user=${address}`)).events).toHaveLength(4)
    expect((await board.get(`/api/totals/events?user=${address}`)).count).toBe(4)
    expect(await found(`query=${address}`)).toEqual([kept])
    for (const id of [sent, kept]) {
      expect(await found(where({ group: id }))).toEqual([kept])
      expect(await found(where({ attribute: id, is: id }))).toEqual([kept])
      expect(await found(where({ attribute: id }))).toEqual([kept])
      expect(await found(where({ campaign: { source: id, medium: null, name: null } }))).toEqual([kept])
    }
  })

  test('is what cursors go on after, in every list', async () => {
    await sendAll(sent)
    const ids: unknown[] = []
    for (const [path, list, name] of [
      [`users?limit=1`, 'users', 'user_id'],
      [`users/${address}/ids?limit=1`, 'ids', 'id'],
      [`users/${address}/timeline?limit=1`, 'events', 'id']
    ]) {
      let cursor = ''
      do {
        const page = await board.get(`/api/${path}${cursor}`)
        ids.push(...page[list].map((item: any) => item[name]))
        cursor = page.next_cursor === null ? '' : `&cursor=${encodeURIComponent(page.next_cursor)}`
      } while (cursor !== '')
    }
    const [anonymous, previous] = ['a', 'p'].map((end) => keptOf(`${sent.slice(0, 255)}${end}`))
    expect(ids).toEqual(['somebody else', kept, anonymous, kept, previous, 'e4', 'e3', 'e2', 'e1'])
  })

  test('stands in a table as one cell', async () => {
    await sendAll(sent)
    const headers = { authorization: `Bearer ${board.adminKey}`, accept: 'text/csv' }
    const table = async (path: string) => (await board.app.inject({ url: `/api/${path}`, headers })).body
    const guarded = /^[=+\-@\t\r|]/.test(kept) ? `'${kept}` : kept
    const cell = /[",\r\n']/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded
    expect(await table('users')).toContain(`\r\n${cell},active,`)
    expect(await table(`users/${address}/ids`)).toContain(`\r\n${cell},user\r\n`)
    expect(await table('events')).toContain(`\r\ne1,visit,2024-01-01T00:01:00.000Z,${cell},`)
  })

  test('is deleted as it was sent, and as it is kept', async () => {
    await sendAll(sent)
    expect((await post('/v1/users/delete', { user_id: sent })).json()).toEqual({ deleted_events: 4 })
    expect(await found('')).toEqual(['somebody else'])
    await board.send([{ id: 'e6', type: 'visit', channel: 'web', anonymous_id: sent, ...at(6) }])
    const headers = { authorization: `Bearer ${board.adminKey}` }
    const deleted = await board.app.inject({ method: 'DELETE', url: `/api/users/${address}`, headers })
    expect(deleted.json()).toEqual({ deleted_events: 1 })
  })

  test('names a link and a campaign that money was spent on', async () => {
    const spend = [{ month: '2024-01', source: sent, medium: null, name: null, currency: 'USD', amount: '5.00' }]
    const saved = await board.request('PUT', '/api/spend/campaigns', spend)
    expect(saved.json()).toEqual([{ ...spend[0], source: kept.trim() }])
    const name = sent.slice(0, 100)
    const made = await board.request('POST', '/api/settings/links', { name })
    expect(made.json().name).toBe(keptOf(name).trim())
  })
})

const keptOf = (text: string) =>
  text.replace(/\0|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')

test.each([
  ['an id of 257 characters', 'x'.repeat(257)],
  ['no character at all', '']
])('%s is refused at every door alike', async (_name, id) => {
  const [result] = await board.send([{ id: 'e1', type: 'visit', channel: 'web', user_id: id, ...at(1) }])
  expect([result.status, result.error?.message]).toEqual([400, expect.stringContaining('1 to 256 characters')])
  expect((await post('/v1/users/delete', { user_id: id })).statusCode).toBe(400)
  expect((await board.request('GET', `/api/events?user=${id}`)).statusCode).toBe(400)
  if (id !== '') expect((await board.request('GET', `/api/users/${id}`)).statusCode).toBe(400)
  expect((await board.request('GET', `/api/users?${where({ group: id })}`)).statusCode).toBe(400)
})
