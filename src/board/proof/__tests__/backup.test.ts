import { TestBoard, WireEvent, boardForEachTest } from '../../../../__tests__/__helpers__/board'
import {
  addBoard,
  backupBoard,
  checkBackup,
  bringUpToDate,
  listBoards,
  pickBoard,
  removeBoard,
  restoreBoard,
  rotateAdminKey,
  verifyBoard
} from '../..'
import type { Database } from '../../../database'

let database: Database
let board: TestBoard
boardForEachTest((its) => ({ database, board } = its))

const visits = (count: number): WireEvent[] =>
  Array.from({ length: count }, (_, index) => {
    const timestamp = new Date(Date.UTC(2024, 0, 1, 0, index)).toISOString()
    return {
      id: `e${index}`,
      type: 'visit',
      channel: 'web',
      timestamp,
      user_id: `user ${index % 7}`,
      anonymous_id: 'a'
    }
  })

async function linesOf(boardId: number): Promise<string[]> {
  const lines: string[] = []
  for await (const line of backupBoard(database, boardId)) lines.push(line)
  return lines
}

const reader = (lines: readonly string[]) =>
  async function* () {
    yield* lines
  }

const restore = async (read: () => AsyncIterable<string>, name?: string, onProgress?: (done: number) => void) =>
  restoreBoard(database, await checkBackup(read()), read(), name, onProgress)

test('a backup makes the same board again: state, spend, and what was deleted stays deleted', async () => {
  await board.send(visits(1_000))
  await board.send(visits(1_300).slice(1_000))
  await board.call({ method: 'POST', url: '/v1/users/delete', payload: { user_id: 'user 3' } })
  await board.request('PUT', '/api/spend', { '2024-01': { USD: '500' } })
  const steps: number[] = []
  const made = await restore(reader(await linesOf(board.boardId)), 'Again', (done) => steps.push(done))
  expect(made).toMatchObject({ name: 'Again', events: 1_114 })
  expect(steps).toEqual([1_000, 1_114, 1_000, 1_114])
  const headers = { authorization: `Bearer ${made.adminKey}` }
  for (const url of ['/api/users', '/api/spend', '/api/metrics?from=2024-01-01&to=2024-02-01&interval=day']) {
    expect((await board.app.inject({ url, headers })).json()).toEqual(await board.get(url))
  }
  expect(await verifyBoard(database, made.boardId)).toEqual({ count: 0, differences: [] })
  const authorization = `Basic ${Buffer.from(`${made.tokenId}:`).toString('base64')}`
  const payload = { events: visits(1_000) }
  const again = await board.app.inject({ method: 'POST', url: '/v1/events', payload, headers: { authorization } })
  expect(new Set(again.json().results.map(({ status }: { status: number }) => status))).toEqual(new Set([200]))
})

const BLANK = { month: '2024-01', source: null, medium: '', name: null, currency: 'USD', amount: '1' }

test.each<[string, (lines: string[]) => string[], string]>([
  ['an empty file', () => [], 'The file is empty'],
  ['a file of something else', () => ['{"userId":"ann"}'], 'The file is no backup'],
  [
    'a file that is no JSON',
    () => ['PK\u0003\u0004'],
    'The file is no backup of a board that this version can read (line 1)'
  ],
  [
    'one of a later version',
    ([head, ...rest]) => [head.replace('"version":1', '"version":2'), ...rest],
    'is no backup'
  ],
  ...[
    ['"name":7', 'name must be a string'],
    ['"spend":[1]', 'The body must be an object such as'],
    ['"spend":{"2024-13":{"USD":"1"}}', '2024-13 must be a month'],
    ['"campaign_spend":7', 'campaign_spend: The body must be an array'],
    ['"campaign_spend":[{"month":"2024-01"}]', 'campaign_spend: 0.source is required'],
    [`"campaign_spend":[${JSON.stringify(BLANK)}]`, '0 must have a source, a medium or a name']
  ].map(([field, message]): [string, (lines: string[]) => string[], string] => [
    `one of ${field}`,
    ([head, ...rest]) => [head.replace(new RegExp(`${field.split(':')[0]}:("\\w+"|\\{\\}|\\[\\])`), field), ...rest],
    `The first line is damaged: ${message}`
  ]),
  ['one that is cut off', (lines) => lines.slice(0, 3), 'The backup is cut off (line 3)'],
  ['one that lacks a line', ([head, , ...rest]) => [head, ...rest], 'lacks some of its lines'],
  ['one that goes on', (lines) => [...lines, lines[1]], 'something after the end'],
  ['one with a broken line', ([head, , ...rest]) => [head, '{', ...rest], 'The line is no JSON object (line 2)'],
  [
    'one with a foreign event',
    ([head, , ...rest]) => [head, '{"event":{"id":1}}', ...rest],
    'The event is not acceptable'
  ]
])('%s is refused, and nothing is changed', async (_name, change, message) => {
  await board.send(visits(5))
  const before = await listBoards(database)
  const lines = change(await linesOf(board.boardId))
  await expect(restore(reader(lines))).rejects.toThrow(message)
  expect(await listBoards(database)).toEqual(before)
})

test('one that is stopped while it stores leaves nothing; one that is stopped after that is taken up again', async () => {
  for (const from of [0, 1_000, 2_000]) await board.send(visits(2_500).slice(from, from + 1_000))
  const before = await listBoards(database)
  const lines = await linesOf(board.boardId)
  let readings = 0
  async function* breaking() {
    const isSecond = ++readings === 2
    for (const [number, line] of lines.entries()) {
      if (isSecond && number === 2_200) throw new Error('the disk is gone')
      yield line
    }
  }
  await expect(restore(breaking)).rejects.toThrow('the disk is gone')
  expect(await listBoards(database)).toEqual(before)
  const known = before.map(({ boardId }) => boardId)
  const left = await database.query('SELECT 1 FROM board.events WHERE board_id <> ALL ($1::int[])', [known])
  expect(left).toEqual([])

  let steps = 0
  const stopping = () => {
    // Three tell what was stored, the fourth of the first that the state follows from.
    if (++steps === 4) throw new Error('stopped')
  }
  await expect(restore(reader(lines), 'Taken up', stopping)).rejects.toThrow('stopped')
  const [made] = (await listBoards(database)).filter(({ boardId }) => !known.includes(boardId))
  expect(made).toMatchObject({ name: 'Taken up', events: 2_500, users: 0 })
  await bringUpToDate(database)
  expect(await verifyBoard(database, made.boardId)).toEqual({ count: 0, differences: [] })
  expect(await pickBoard(database, 'Taken up')).toMatchObject({ users: 7 })
}, 30_000)

test('boards are found by number or name, get new keys, and go with everything that is theirs', async () => {
  const made = await addBoard(database, 'Twin')
  const twin = await addBoard(database, 'Twin')
  await expect(pickBoard(database, 'Twin')).rejects.toThrow('Several boards are named Twin')
  await expect(pickBoard(database, 'none')).rejects.toThrow('There is no board none. There are: ')
  const odd = await addBoard(database, String(twin.boardId))
  await expect(pickBoard(database, undefined)).rejects.toThrow('Say which board')
  expect((await pickBoard(database, String(twin.boardId))).tokenId).toBe(twin.tokenId)
  const { adminKey } = await rotateAdminKey(database, made.boardId)
  const status = async (key: string) =>
    (await board.app.inject({ url: '/api/spend', headers: { authorization: `Bearer ${key}` } })).statusCode
  expect([await status(made.adminKey), await status(adminKey)]).toEqual([401, 200])
  await board.send(visits(20))
  await removeBoard(database, board.boardId)
  await removeBoard(database, made.boardId)
  await removeBoard(database, twin.boardId)
  await removeBoard(database, odd.boardId)
  expect((await board.call({ url: '/v1/account' })).statusCode).toBe(401)
  expect(await database.query('SELECT 1 FROM board.events WHERE board_id = $1', [board.boardId])).toEqual([])
})
