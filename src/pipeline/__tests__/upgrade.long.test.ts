import { migrate, openDatabase, type Database } from '../../database'
import { PIPELINE_SCHEMA } from '../migrations'
import { sourceIdOf } from '../receive/credentials'
import { callAdmin } from './__helpers__/admin'
import { deliveriesOf, startTestPipeline, until, writeKey, type Running } from './__helpers__/pipeline'

/** The first release's tables, with what it had not delivered when it was stopped. */
async function firstRelease(): Promise<Database> {
  const database = await openDatabase({ memory: true })
  await migrate(database, { ...PIPELINE_SCHEMA, migrations: PIPELINE_SCHEMA.migrations.slice(0, 2) })
  const source = sourceIdOf(writeKey)
  const add = async (id: string, state: string, fields: Record<string, unknown> = {}) => {
    const event = { type: 'page', messageId: id, userId: `user ${id}`, receivedAt: '2024-02-29T12:00:00.000Z' }
    const line = JSON.stringify({ ...event, timestamp: event.receivedAt, properties: { text: 'a\nb' } })
    await database.query(
      `INSERT INTO pipeline.events (source_id, message_id, received_at, type, user_id, event)
       VALUES ($1, $2, $3, 'page', $4, $5::text::json)`,
      [source, id, event.receivedAt, event.userId, line]
    )
    const { due = null, held = false, attempts = 0, code = null } = fields
    await database.query(
      `INSERT INTO pipeline.deliveries (source_id, message_id, mapping_id, state, since, due_at, held, attempts, code, reason)
       VALUES ($1, $2, 'page-mapping', $3, $4, $5, $6, $7, $8, $8)`,
      [source, id, state, event.receivedAt, due, held, attempts, code]
    )
  }
  const past = '2024-02-29T12:00:01.000Z'
  await add('delivered', 'delivered', { attempts: 1 })
  for (let index = 0; index < 450; index++)
    await add(`waiting${index}`, 'waiting', { due: past, held: index % 2 === 0 })
  await add('retrying', 'retrying', { due: past, attempts: 3, code: 'SERVICE_UNAVAILABLE' })
  await add('discarded', 'discarded', { attempts: 1, code: 'BAD_REQUEST' })
  await add('filtered', 'filtered', { code: 'NO_MATCHING_MAPPING' })
  await database.query(
    `INSERT INTO pipeline.refusals (source_id, refusal_id, received_at, message_id, code, reason, event)
     VALUES ($1, 'r1', $2, 'refused', 'missing_id', 'no id', '{}')`,
    [source, past]
  )
  return database
}

let running: Running
afterAll(() => running.close())

it('brings over what the first release had on record, and delivers what it had not', async () => {
  const database = await firstRelease()
  const page = {
    id: 'page-mapping',
    partnerAction: 'page',
    subscribe: 'type = "page"',
    mapping: {
      message_id: { '@path': '$.messageId' },
      timestamp: { '@path': '$.timestamp' },
      user_id: { '@path': '$.userId' }
    }
  }
  await database.query(
    `INSERT INTO pipeline.sources (source_id, name, settings, given_settings) VALUES ($1, 'Test', '{}', 'none')`,
    [sourceIdOf(writeKey)]
  )
  await database.query(
    `INSERT INTO pipeline.mappings VALUES ($1, $2, 0, 'Page', 'Page', $3, $4, $5::text::jsonb, true, now())`,
    [sourceIdOf(writeKey), page.id, page.partnerAction, page.subscribe, JSON.stringify(page.mapping)]
  )
  running = await startTestPipeline({ database })
  await until('what was open is delivered', () => running.endpoint.events.size === 451)
  await until('all of it is on record', async () => {
    const { body } = await callAdmin(running, 'GET', '/mappings')
    return body.mappings[0].counts.delivered === 452
  })
  const others = (await deliveriesOf(database)).filter(({ state }) => state !== 'delivered')
  expect(others).toMatchObject([
    { message_id: 'discarded', state: 'discarded', code: 'BAD_REQUEST', attempts: 1 },
    { message_id: 'filtered', state: 'filtered', code: 'NO_MATCHING_MAPPING' }
  ])
  expect((await callAdmin(running, 'GET', '/events/retrying')).body).toMatchObject({
    event: { properties: { text: 'a\nb' } },
    deliveries: [{ state: 'delivered', attempts: 4 }]
  })
  expect((await callAdmin(running, 'GET', '/events?query=user%20waiting7')).body.events).toMatchObject([
    { messageId: 'waiting7' }
  ])
  expect((await callAdmin(running, 'GET', '/events/refused')).body).toMatchObject({
    deliveries: [{ state: 'refused', code: 'missing_id' }]
  })
  await running.post('/v1/page', { messageId: 'waiting7', userId: 'user waiting7', properties: { text: 'a\nb' } })
  await until('it is known', () => running.outcomes.some(({ outcome }) => outcome === 'duplicate'))
})
