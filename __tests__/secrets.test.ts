import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { openDatabase } from '../src/database'
import { eventually, startProduct, temporaryFolder } from './__helpers__/product'
import type { Product } from './__helpers__/product'

const SOURCE = path.join(__dirname, '..', 'src')
/** The only columns that may hold a secret: what the settings page shows and changes. */
const KEPT = new Set(['pipeline.sources', 'board.boards'])

function secretsIn(text: string, { tokenId, writeKey, adminKey }: Product): string[] {
  const encoded = [`${tokenId}:`, `${writeKey}:`, writeKey].map((secret) => Buffer.from(secret).toString('base64'))
  return [tokenId, writeKey, adminKey, ...encoded].filter((secret) => text.includes(secret))
}

/** Every row of every table of a module's embedded database, as text. */
async function dump(folder: string): Promise<string> {
  const database = await openDatabase({ folder })
  try {
    const tables = await database.query<{ name: string }>(
      `select table_schema || '.' || table_name as name from information_schema.tables
       where table_schema in ('board', 'pipeline') and table_type = 'BASE TABLE'`
    )
    const parts: string[] = []
    for (const { name } of tables.filter((table) => !KEPT.has(table.name))) {
      const rows = await database.query<{ row: string }>(`select t::text as row from ${name} t`)
      parts.push(...rows.map(({ row }) => row))
    }
    return parts.join('\n')
  } finally {
    await database.close()
  }
}

/** Sends what is fine, what is refused, and what carries the keys where they do not belong. Gives all answers. */
async function exercise({ pipelineUrl, boardUrl, writeKey, tokenId, adminKey }: Product): Promise<string> {
  const call = async (url: string, init: RequestInit) => {
    const response = await fetch(url, init)
    const headers: string[] = []
    response.headers.forEach((value, name) => headers.push(`${name}: ${value}`))
    return [response.status, ...headers, await response.text()].join('\n')
  }
  const post = (url: string, body: string, authorization?: string) =>
    call(url, { method: 'POST', body, headers: authorization ? { Authorization: authorization } : {} })
  const event = { type: 'track', userId: 'ada', messageId: 'fine', event: 'Report Opened' }
  return [
    await post(`${pipelineUrl}/v1/track`, JSON.stringify({ ...event, writeKey })),
    await post(`${pipelineUrl}/v1/batch`, JSON.stringify({ writeKey, batch: [event, { type: 'track', writeKey }, 7] })),
    await post(
      `${pipelineUrl}/v1/track`,
      JSON.stringify({ ...event, messageId: 'bad', event: 'Payment Made', writeKey })
    ),
    await post(`${pipelineUrl}/v1/track`, `{"writeKey":"${writeKey}",`),
    await post(`${pipelineUrl}/v1/track`, JSON.stringify(event), `Bearer ${adminKey}`),
    await post(`${boardUrl}/v1/events`, '{"events":[]}', `Basic ${Buffer.from(`${adminKey}:`).toString('base64')}`),
    await post(`${boardUrl}/v1/events`, '{"events":[{}]}', `Basic ${Buffer.from(`${tokenId}:`).toString('base64')}`),
    await call(`${boardUrl}/api/events?limit=${adminKey}`, { headers: { Authorization: `Bearer ${tokenId}` } })
  ].join('\n')
}

describe('the Token ID, the write key and the admin key', () => {
  it('appear nowhere but on the start screen', async () => {
    const data = await temporaryFolder()
    const product = await startProduct(data.folder)
    const answers = await exercise(product)
    const lines = await eventually(async () => {
      const [, ...rest] = product.output().split(/Ctrl-C[^\n]*\n/)
      return ['delivered', 'PAYLOAD_VALIDATION_FAILED'].every((word) => rest.join('').includes(word))
        ? rest.join('')
        : undefined
    })
    await product.stop()
    const recorded = (await dump(path.join(data.folder, 'pipeline'))) + (await dump(path.join(data.folder, 'board')))
    await data.remove()

    expect(recorded).toContain('Report Opened')
    expect(secretsIn(answers, product)).toEqual([])
    expect(secretsIn(lines, product)).toEqual([])
    expect(secretsIn(recorded, product)).toEqual([])
  })

  it('appear in no snapshot', () => {
    const snapshots = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.snap')
    )
    const authorizations = snapshots
      .map((file) => readFileSync(path.join(SOURCE, file), 'utf8'))
      .flatMap((text) => text.match(/Basic [A-Za-z0-9+/=]{8,}|tokenId.*/g) ?? [])
    expect(snapshots.length).toBeGreaterThan(0)
    expect(authorizations).toEqual([])
  })
})
