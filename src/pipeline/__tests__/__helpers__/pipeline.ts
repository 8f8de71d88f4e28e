import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase, type Database } from '../../../database'
import { PIPELINE_SCHEMA, startPipeline, type Outcome, type RunningPipeline, type StartOptions } from '../..'
import { readBatches, unpack } from '../../store/batches'
import { digestsOf } from '../../store/digests'
import { MessageIds } from '../../store/message-ids'
import { readPositions } from '../../store/positions'
import { Segments } from '../../store/segments'
import { startEndpoint, type Endpoint } from './endpoint'

// An embedded database takes seconds to start where other suites run beside.
export const writeKey = 'test-write-key'
export const tokenId = 'test-token-id'
export const adminKey = 'test-admin-key-1'

export type Running = {
  pipeline: RunningPipeline
  database: Database
  endpoint: Endpoint
  outcomes: Outcome[]
  /** Posts JSON with the write key, unless `headers` say otherwise. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<{ status: number; body: any }>
  /** Forgets everything but the source and its mappings: a database for each test would take seconds. */
  reset(): Promise<void>
  close(): Promise<void>
}

/** A pipeline on a database in memory, which delivers to an endpoint of its own. */
export async function startTestPipeline(options: Partial<StartOptions> = {}): Promise<Running> {
  const endpoint = await startEndpoint()
  const given = options.database !== undefined && 'query' in options.database ? options.database : undefined
  const database = given ?? (await openDatabase({ memory: true }, PIPELINE_SCHEMA))
  const outcomes: Outcome[] = []
  const pipeline = await startPipeline({
    database,
    port: 0,
    adminKey,
    sources: [{ writeKey, name: 'Test', settings: { tokenId, endpoint: endpoint.url } }],
    onOutcome: (outcome) => outcomes.push(outcome),
    ...options
  }).catch(async (error) => {
    await Promise.all([database.close(), endpoint.close()])
    throw error
  })
  return {
    pipeline,
    database,
    endpoint,
    outcomes,
    post: (path, body, headers) => post(pipeline.url + path, body, headers),
    async reset() {
      const ids = ['message_id_runs', 'message_id_pages']
      for (const table of ['batches', 'deliveries', 'attempts', 'refusals', 'lanes', ...ids]) {
        await database.query(`truncate pipeline.${table}`)
      }
      // As where a backup is put back: the pipeline sees that its message ids are others, at the next look.
      const locks = await database.query<{ id: string }>(
        'update pipeline.locks set changes = 0 returning source_id as id'
      )
      const headers = { authorization: `Bearer ${adminKey}` }
      for (const { id } of locks) await fetch(`${pipeline.url}/api/sources/${id}/events/none`, { headers })
      outcomes.length = 0
      endpoint.events.clear()
      endpoint.batches.length = 0
      endpoint.requests.length = 0
      endpoint.interfere = undefined
    },
    async close() {
      await pipeline.close()
      await database.close()
      await endpoint.close()
    }
  }
}

export async function post(url: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: basic(writeKey), ...headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body)
  })
  return { status: response.status, body: await response.json() }
}

export function basic(userName: string): string {
  return `Basic ${Buffer.from(`${userName}:`).toString('base64')}`
}

/** Waits until `condition` holds; a test that waits in vain says for what. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeout = 15_000
): Promise<void> {
  for (const deadline = Date.now() + timeout; Date.now() < deadline; await sleep(10)) if (await condition()) return
  throw new Error(`In vain waited until ${what}`)
}

/** How every event stands with every mapping, by message id: the deliveries as a person thinks of them. */
export async function deliveriesOf(database: Database): Promise<any[]> {
  const rows = await database.query<any>(
    `SELECT batch_id, positions, mapping.name AS mapping, state, code, reason, attempts, due_at
     FROM pipeline.deliveries AS delivery LEFT JOIN pipeline.mappings AS mapping USING (source_id, mapping_id)`
  )
  const batches = await database.query<any>('SELECT batch_id, body FROM pipeline.batches')
  const places = batches.flatMap(({ batch_id, body }) =>
    unpack(body).flatMap((line, position) =>
      line === '' ? [] : { message_id: JSON.parse(line).messageId as string, batch_id, position }
    )
  )
  return places
    .flatMap(({ message_id, batch_id, position }) =>
      rows
        .filter((row) => row.batch_id === batch_id && readPositions(row.positions).includes(position))
        .map(({ batch_id: _b, positions: _p, ...row }) => ({ message_id, ...row }))
    )
    .sort((one, other) => (one.message_id < other.message_id ? -1 : 1))
}

/** The record as another process sees it that shares the database. */
export async function openSegments(database: Database): Promise<Segments> {
  const now = () => new Date()
  const sources = await database.query<{ id: string }>('SELECT source_id AS id FROM pipeline.sources')
  const ids = await MessageIds.open(
    database,
    sources.map(({ id }) => id),
    now
  )
  return Segments.open(database, ids, now, () => undefined)
}

/** The event that is stored under a message id. */
export async function storedEvent(database: Database, messageId: string): Promise<any> {
  const [{ source_id }] = await database.query<{ source_id: string }>('SELECT source_id FROM pipeline.sources')
  const { ids } = await openSegments(database)
  const [place] = await ids.findNow(source_id, digestsOf([messageId]))
  if (!place) return undefined
  const batches = await readBatches(database, source_id, [place.batchId])
  return JSON.parse(batches.get(place.batchId)![place.position])
}
