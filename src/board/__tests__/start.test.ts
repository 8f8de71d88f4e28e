import { startBoard } from '..'
import { Database, openDatabase } from '../../database'
import { STATE } from '../store/lock'

let database: Database
beforeAll(async () => {
  database = await openDatabase({ memory: true })
})
afterAll(() => database.close())

const options = { tokenId: 'token', adminKey: 'admin-key-of-acme', name: 'Acme' }

test('starts on a free port, finds its board again, and shows the Token ID that counts', async () => {
  const first = await startBoard({ database, port: 0, boards: [options] })
  expect(first).toMatchObject({
    url: `http://127.0.0.1:${first.address.port}`,
    boards: [{ name: 'Acme', tokenId: 'token' }]
  })
  const rotated = await fetch(`${first.url}/api/settings/integrations/rotate`, {
    method: 'POST',
    headers: { authorization: 'Bearer admin-key-of-acme' }
  })
  const { token_id } = (await rotated.json()) as { token_id: string }
  await Promise.all([first.close(), first.close()])

  const other = { tokenId: 'other-token', adminKey: 'admin-key-of-other', name: 'Other' }
  const second = await startBoard({ database, port: 0, boards: [options, other] })
  expect(second.boards).toEqual([
    { name: 'Acme', tokenId: token_id },
    { name: 'Other', tokenId: 'other-token' }
  ])
  await second.close()
})

test('no process takes the board of another key, nor adds one where it was to find its own', async () => {
  const board = { tokenId: 'kept-token', adminKey: 'old-admin-key-123', name: 'Kept' }
  await (await startBoard({ database, port: 0, boards: [board] })).close()
  const other = { ...board, adminKey: 'new-admin-key-123' }
  await expect(startBoard({ database, port: 0, boards: [other] })).rejects.toThrow('has another admin key')
  const unknown = { ...other, tokenId: 'new-token' }
  const adding = startBoard({ database, port: 0, boards: [unknown], onlyFirst: true })
  await expect(adding).rejects.toThrow('The database has boards, but none of this admin key.')
  const again = await startBoard({ database, port: 0, boards: [{ ...board, tokenId: 'rotated' }], onlyFirst: true })
  expect(again.boards).toEqual([{ name: 'Kept', tokenId: 'kept-token' }])
  await again.close()
})

test('says which port is in use', async () => {
  const { address, close } = await startBoard({ database, port: 0, boards: [] })
  await expect(startBoard({ database, port: address.port, boards: [] })).rejects.toThrow(
    `Port ${address.port} on 127.0.0.1 is in use: choose another one.`
  )
  await close()
})

/** The database, in which a replay begins with what `begin` does. */
const replaying = (begin: () => Promise<void>): Database => ({
  ...database,
  query: async (sql, parameters) => {
    if (typeof sql === 'string' && sql.startsWith('SELECT count(*) AS count FROM board.events')) await begin()
    return database.query(sql, parameters)
  }
})

test('a board of an earlier version is brought up to date while it listens: until then it says how far it is', async () => {
  const keys = { tokenId: 'upgraded-token', adminKey: 'upgraded-admin-key', name: 'Upgraded' }
  const [admin, token] = [`Bearer ${keys.adminKey}`, `Basic ${btoa(`${keys.tokenId}:`)}`]
  const visit = { id: 'visit', type: 'visit', channel: 'web', user_id: 'ann', timestamp: '2024-01-01T00:00:00Z' }
  const askOf = (url: string) => async (path: string, authorization: string, body?: object) => {
    const headers = { authorization, ...(body && { 'content-type': 'application/json' }) }
    const response = await fetch(url + path, { method: body ? 'POST' : 'GET', headers, body: JSON.stringify(body) })
    return { status: response.status, wait: response.headers.get('retry-after'), body: await response.json() }
  }
  const former = await startBoard({ database, port: 0, boards: [keys] })
  expect((await askOf(former.url)('/v1/events', token, { events: [visit] })).status).toBe(200)
  await former.close()
  await database.query('UPDATE board.locks SET state = $1', [STATE - 1])

  let go: () => void = () => undefined
  const going = new Promise<void>((resolve) => (go = resolve))
  const held = replaying(() => going)
  const { url, close } = await startBoard({ database: held, port: 0, boards: [keys], onlyFirst: true })
  const ask = askOf(url)
  const message =
    'The figures of this board are computed anew from its events, once for this version: 0 % are done. Nothing was stored; try again soon.'
  const upgrading = { status: 503, wait: '2', body: { error: { code: 'upgrading', message } } }
  expect(await ask('/api/users', admin)).toMatchObject(upgrading)
  expect(await ask('/api/verify', admin, {})).toMatchObject(upgrading)
  expect(await ask('/v1/events', token, { events: [{ ...visit, id: 'later' }] })).toMatchObject(upgrading)
  expect((await ask('/v1/account', token)).status).toBe(200)
  expect((await ask('/api/settings/integrations', admin)).body).toMatchObject({ token_id: keys.tokenId })
  go()
  let users = await ask('/api/users', admin)
  while (users.status === 503) users = await ask('/api/users', admin)
  expect(users.body).toMatchObject({ users: [{ user_id: 'ann' }] })
  expect((await ask('/v1/events', token, { events: [{ ...visit, id: 'later' }] })).status).toBe(200)
  await close()
})

test('a board that is stopped while it is brought up to date goes on at its next start', async () => {
  await database.query('UPDATE board.locks SET state = $1', [STATE - 1])
  let failures = 0
  const failing = replaying(() => {
    failures++
    return Promise.reject(new Error('no events for now'))
  })
  const first = await startBoard({ database: failing, port: 0, boards: [], logTo: { write: () => undefined } })
  await first.close()
  expect(failures).toBe(1)
  const second = await startBoard({ database, port: 0, boards: [] })
  const stale = () => database.query('SELECT FROM board.locks WHERE state < $1', [STATE])
  while ((await stale()).length > 0) await new Promise((resolve) => setImmediate(resolve))
  await second.close()
})
