import type { Database } from '../database'
import { buildServer } from './server'

/** The text of docs/openapi.json: what the routes' own schemas say, which are also what checks the requests. */
export async function openApiDocument(): Promise<string> {
  const app = await buildServer({ database: NO_DATABASE })
  await app.ready()
  const document = `${JSON.stringify(app.swagger(), null, 2)}\n`
  await app.close()
  return document
}

const refuse = () => Promise.reject(new Error('The OpenAPI document needs no database.'))
const NO_DATABASE: Database = { query: refuse, transaction: refuse, room: refuse, close: () => Promise.resolve() }
