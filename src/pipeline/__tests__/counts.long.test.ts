import { startPostgres, type PostgresServer } from '../../../__tests__/__helpers__/postgres'
import { describeCounts } from './__helpers__/counts'

let server: PostgresServer
afterAll(() => server?.remove())

describe('of a PostgreSQL', () => {
  describeCounts(async () => {
    server = await startPostgres()
    return { url: server.url }
  })
})
