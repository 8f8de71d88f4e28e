import { format } from 'prettier'
import type { Database } from '../database'
import { buildServer } from './server'

/** The text of docs/openapi.json: what the routes' own schemas say, which are also what checks the requests. */
export async function openApiDocument(): Promise<string> {
  const app = await buildServer({ database: NO_DATABASE })
  await app.ready()
  const document = JSON.stringify(app.swagger())
  await app.close()
  return format(document, { parser: 'json', printWidth: 120 })
}

const refuse = () => Promise.reject(new Error('The OpenAPI document needs no database.'))
const NO_DATABASE: Database = { query: refuse, transaction: refuse, close: () => Promise.resolve() }
