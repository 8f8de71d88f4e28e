import { BOARD_SCHEMA, bringUpToDate, startBoard, verifyBoard } from '..'
import { migrate, openDatabase } from '../../database'
import { digest } from '../secrets'

/** An event as an earlier version took it apart, with the numbers and the order of keys that jsonb gives it. */
const EVENTS = [
  { id: 'e1', type: 'signup', user_id: 'ann', anonymous_id: 'phone', timestamp: '2024-01-01T00:00:00.000Z' },
  { id: 'e2', type: 'payment', user_id: 'ann', amount: 19.99, currency: 'USD', timestamp: '2024-01-02T00:00:00.000Z' },
  { id: 'e3', type: 'visit', anonymous_id: 'phone', channel: 'web', timestamp: '2024-01-03T00:00:00.000Z' }
]

test.each(BOARD_SCHEMA.migrations.map(({ name }, index) => [name, index + 1]))(
  'a database as it was after %s is brought up to date with its events',
  async (_name, count) => {
    const database = await openDatabase({ memory: true })
    try {
      await migrate(database, { ...BOARD_SCHEMA, migrations: BOARD_SCHEMA.migrations.slice(0, count) })
      const keys = { name: 'Old', tokenId: 'old-token-id', adminKey: 'old-admin-key-of-16' }
      const [{ board_id: boardId }] = await database.query<{ board_id: number }>(
        `INSERT INTO board.boards (name, token_id, token_digest, admin_digest) VALUES ($1, $2, $3, $4) RETURNING board_id`,
        [keys.name, keys.tokenId, digest(keys.tokenId), digest(keys.adminKey)]
      )
      if (count >= 4) await database.query('INSERT INTO board.locks (board_id, state) VALUES ($1, 0)', [boardId])
      for (const event of EVENTS) {
        await database.query(
          'INSERT INTO board.events (board_id, id, time, type, actor, event) VALUES ($1, $2, $3, $4, $5, $6)',
          [
            boardId,
            event.id,
            event.timestamp,
            event.type,
            event.user_id ? `u:${event.user_id}` : `a:${event.anonymous_id}`,
            JSON.stringify(event)
          ]
        )
      }
      await migrate(database, BOARD_SCHEMA)
      await bringUpToDate(database)
      expect(await verifyBoard(database, boardId)).toEqual({ count: 0, differences: [] })
      const rows = await database.query<{ event: object }>('SELECT event FROM board.events ORDER BY id')
      expect(rows.map(({ event }) => event)).toEqual(EVENTS)
      const board = await startBoard({ database, port: 0, boards: [keys] })
      const ask = async (path: string, authorization: string, body?: object) => {
        const answer = await fetch(`${board.url}${path}`, {
          method: body ? 'POST' : 'GET',
          headers: { authorization, 'content-type': 'application/json' },
          body: body && JSON.stringify(body)
        })
        return answer.json()
      }
      const ann = await ask('/api/users/ann', `Bearer ${keys.adminKey}`)
      expect(ann).toMatchObject({ status: 'active', earnings: { USD: '19.99' }, anonymous_ids: ['phone'] })
      const token = `Basic ${Buffer.from(`${keys.tokenId}:`).toString('base64')}`
      const [signup, payment] = EVENTS
      expect(await ask('/v1/events', token, { events: [signup, { ...payment, amount: 20 }] })).toEqual({
        results: [{ status: 200 }, { status: 200, conflict: true }]
      })
      await board.close()
    } finally {
      await database.close()
    }
  },
  60_000
)
