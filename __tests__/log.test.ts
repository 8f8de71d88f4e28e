import diagnostics from 'node:diagnostics_channel'
import type { FastifyInstance } from 'fastify'
import { BOARD_SCHEMA, startBoard } from '../src/board'
import { openDatabase, type Database, type Prepared, type Queryable } from '../src/database'
import { PIPELINE_SCHEMA, startPipeline } from '../src/pipeline'
import { basic } from './__helpers__/board'

/** Nothing of a person and no key may be in the log, whatever fails. Each of these is sent wherever something can be. */
const PERSON = 'ada.marked@example.com'
const [adminKey, tokenId, writeKey] = ['marked-admin-key', 'marked-token-id', 'marked-write-key']
const MARKS = /marked|bWFya2Vk/i

const lines: string[] = []
const log = { logTo: { write: (line: string) => void lines.push(line) }, logLevel: 'trace' as const, port: 0 }

/** The routes of both servers, as they are made. */
const routes: { server: 'board' | 'pipeline'; method: string; path: string }[] = []
let starting: 'board' | 'pipeline'
diagnostics.subscribe('fastify.initialization', (message) => {
  const server = starting
  const { fastify } = message as { fastify: FastifyInstance }
  fastify.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) routes.push({ server, method: each, path: url })
  })
})

/** Fails as PostgreSQL does, with what it was given in message, detail and parameters, whenever it is told to. */
function fragile(database: Database): Database & { failing: boolean } {
  const fail = (sql: string | Prepared, parameters: readonly unknown[] = []) => {
    const values = JSON.stringify(parameters)
    throw Object.assign(
      new Error(`invalid input syntax for type json: "${values}" in ${PERSON}`, { cause: new Error(`'${PERSON}'`) }),
      {
        code: '22P02',
        severity: 'ERROR',
        detail: `Token "${values}" is invalid. Key (id)=(${PERSON}) already exists.`,
        where: `JSON data, line 1: ${values}`,
        parameters,
        query: typeof sql === 'string' ? sql : sql.text
      }
    )
  }
  const wrapped: Database & { failing: boolean } = {
    ...database,
    failing: false,
    query: async (sql, parameters) => (wrapped.failing ? fail(sql, parameters) : database.query(sql, parameters)),
    transaction: (work, key) =>
      database.transaction((transaction: Queryable) => {
        const query: Queryable['query'] = async (sql, parameters) =>
          wrapped.failing ? fail(sql, parameters) : transaction.query(sql, parameters)
        return work({ query })
      }, key)
  }
  return wrapped
}

let databases: { board: ReturnType<typeof fragile>; pipeline: ReturnType<typeof fragile> }
let board: Awaited<ReturnType<typeof startBoard>>
let pipeline: Awaited<ReturnType<typeof startPipeline>>
beforeAll(async () => {
  databases = {
    board: fragile(await openDatabase({ memory: true }, BOARD_SCHEMA)),
    pipeline: fragile(await openDatabase({ memory: true }, PIPELINE_SCHEMA))
  }
  starting = 'board'
  board = await startBoard({ ...log, database: databases.board, boards: [{ name: 'Test', tokenId, adminKey }] })
  starting = 'pipeline'
  pipeline = await startPipeline({
    ...log,
    database: databases.pipeline,
    adminKey,
    sources: [{ name: 'Test', writeKey, settings: { tokenId, endpoint: board.url } }]
  })
})
afterAll(async () => {
  await pipeline.close()
  await board.close()
  await Promise.all([databases.board.close(), databases.pipeline.close()])
})

/** Every route of the table, with marks in its path, query, headers and body, none of which is what it takes. */
async function callTable(): Promise<void> {
  const mark = encodeURIComponent(PERSON)
  const headers = { authorization: `Bearer ${adminKey}`, cookie: `tractionboard=${mark}`, 'x-request-id': PERSON }
  const bodies = [undefined, `{"${PERSON}": `, JSON.stringify({ [PERSON]: PERSON, batch: [{ userId: PERSON }] })]
  for (const { server, method, path } of routes) {
    const address = { board, pipeline }[server].url + path.replace(/:\w+|\*/g, mark)
    for (const body of ['GET', 'HEAD', 'OPTIONS'].includes(method) ? [undefined] : bodies) {
      const answer = await fetch(`${address}?query=${mark}&limit=${mark}&${mark}=${mark}`, {
        method,
        redirect: 'manual',
        headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
        body,
        signal: AbortSignal.timeout(5_000)
      }).catch(() => {
        throw new Error(`no answer to ${method} ${path}`)
      })
      await answer.body?.cancel()
    }
  }
}

/** What the routes take, with marks wherever something can be said. */
async function callAll(): Promise<number[]> {
  const id = encodeURIComponent(PERSON)
  const headers = { authorization: `Bearer ${adminKey}`, 'x-session-token': 'marked', cookie: 'marked=marked' }
  const { sources } = await (await fetch(`${pipeline.url}/api/sources`, { headers })).json()
  const source = `/api/sources/${sources[0].id}`
  const event = {
    id: PERSON,
    type: 'login',
    timestamp: '2024-01-01T00:00:00Z',
    user_id: PERSON,
    attributes: { email: PERSON }
  }
  const call = { messageId: PERSON, userId: PERSON, event: PERSON, type: 'track', traits: { email: PERSON }, writeKey }
  const mapping = { name: PERSON, partnerAction: PERSON, subscribe: `event = "${PERSON}"`, mapping: {}, enabled: true }
  const calls: [string, string, unknown?, string?][] = [
    ...['/', `/?key=${adminKey}`, '/?key=marked-wrong-key', `/users/${id}`, `/${id}.js`].map(
      (path): [string, string] => ['GET', board.url + path]
    ),
    ...[
      '/healthz',
      '/readyz',
      '/metrics',
      '/api/events',
      `/api/events?user=${id}`,
      `/api/events?cursor=${id}`,
      `/api/users?query=${id}`,
      `/api/users?status=${id}`,
      `/api/users/${id}`,
      `/api/users/${id}/timeline`,
      '/api/spend',
      '/api/settings/integrations',
      '/api/metrics?from=2024-01-01&to=2024-02-01&interval=month',
      '/api/retention?from=2024-01-01&to=2024-02-01'
    ].map((path): [string, string] => ['GET', board.url + path]),
    ['PUT', `${board.url}/api/spend`, { [PERSON]: { USD: PERSON } }],
    ['PUT', `${board.url}/api/spend`, `{"${PERSON}`],
    ['DELETE', `${board.url}/api/users/${id}`],
    ['POST', `${board.url}/v1/events`, { events: [event, { ...event, type: PERSON }] }, basic(tokenId)],
    ['POST', `${board.url}/v1/events`, `{"events": ["${PERSON}"`, basic(tokenId)],
    ['POST', `${board.url}/v1/events`, { events: [event] }, basic('marked-other-token')],
    ['POST', `${board.url}/v1/users/delete`, { user_id: PERSON }, basic(tokenId)],
    ['POST', `${board.url}/v1/users/delete`, { id: PERSON }, basic(tokenId)],
    ...[
      '/',
      `/?key=${adminKey}`,
      '/readyz',
      '/metrics',
      `/v1/projects/${writeKey}/settings`,
      `/v1/projects/${id}/settings`,
      '/api/sources',
      `/api/${id}`
    ].map((path): [string, string] => ['GET', pipeline.url + path]),
    ...[
      '/destination',
      '/mappings',
      '/mappings/export',
      '/samples',
      '/counts',
      '/events',
      `/events?query=${id}`,
      `/events?limit=${id}`,
      `/events?cursor=${id}`,
      `/events/${id}`,
      `/why?query=${id}`
    ].map((path): [string, string] => ['GET', pipeline.url + source + path]),
    ['PUT', `${pipeline.url}${source}/destination`, { settings: { tokenId: 'marked-new-token', endpoint: PERSON } }],
    ['POST', `${pipeline.url}${source}/mappings`, mapping],
    ['DELETE', `${pipeline.url}${source}/mappings/${id}`],
    ['POST', `${pipeline.url}${source}/preview`, { event: call, mapping }],
    ['POST', `${pipeline.url}${source}/tester`, { event: call, send: false }],
    ['POST', `${pipeline.url}${source}/events/${id}/resend`],
    ['POST', `${pipeline.url}${source}/resend`, { code: PERSON }],
    ['POST', `${pipeline.url}/v1/track`, call, basic(writeKey)],
    ['POST', `${pipeline.url}/v1/track`, call, basic('marked-other-key')],
    ['POST', `${pipeline.url}/v1/track`, `{"userId": "${PERSON}`, basic(writeKey)],
    ['POST', `${pipeline.url}/v1/batch`, { batch: [call, { type: PERSON }] }, basic(writeKey)],
    ['POST', `${pipeline.url}/v1/${id}`, call, basic(writeKey)]
  ]
  const statuses: number[] = []
  for (const [method, url, body, authorization = headers.authorization] of calls) {
    const answer = await fetch(url, {
      method,
      redirect: 'manual',
      headers: { ...headers, authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(5_000)
    }).catch(() => {
      throw new Error(`no answer to ${method} ${url}`)
    })
    await answer.text()
    statuses.push(answer.status)
  }
  return statuses
}

/** Routes of which no line of the log says that they were answered. */
function uncalled() {
  const answered = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'answered')
  return routes.filter(
    ({ server, method, path }) =>
      !answered.some((line) => line.part === server && line.method === method && line.route === path)
  )
}

it('has no key and nothing of a person in it, whatever is called and whatever fails', async () => {
  await callTable()
  expect(routes.length).toBeGreaterThan(80)
  // A stream that its reader leaves has no end that would be told.
  expect(uncalled()).toEqual([{ server: 'board', method: 'GET', path: '/api/events/stream' }])
  const well = await callAll()
  expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([])
  expect(well.filter((status) => status >= 500)).toEqual([])
  const before = lines.length
  databases.board.failing = true
  databases.pipeline.failing = true
  // The sources are in memory, and so is the admin key of the pipeline.
  const failed = await callAll()
  databases.board.failing = false
  databases.pipeline.failing = false

  expect(failed.filter((status) => status >= 500).length).toBeGreaterThan(20)
  const logged = lines.slice(before).map((line) => JSON.parse(line))
  expect(logged).toContainEqual(
    expect.objectContaining({
      level: 'error',
      part: 'board',
      route: '/api/users/:id',
      reqId: expect.stringMatching(/^[\da-f-]{36}$/),
      err: expect.objectContaining({
        code: '22P02',
        message: 'invalid input syntax for type json: ',
        stack: expect.stringContaining('at ')
      })
    })
  )
  expect(logged).toContainEqual(
    expect.objectContaining({ level: 'debug', part: 'pipeline', route: '/v1/track', status: 500 })
  )
  expect(lines.length).toBeGreaterThan(100)
  expect(lines.filter((line) => MARKS.test(line))).toEqual([])
})

it('has failures alone where it is quiet', async () => {
  const quiet: string[] = []
  const server = await startBoard({
    database: databases.board,
    port: 0,
    boards: [],
    quiet: true,
    logLevel: 'trace',
    logTo: { write: (line) => void quiet.push(line) }
  })
  await fetch(`${server.url}/healthz`)
  await server.close()
  expect(quiet).toEqual([])
})
