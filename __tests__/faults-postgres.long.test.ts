import { describeFaults } from './__helpers__/fault-run'
import { startPostgres, type PostgresServer } from './__helpers__/postgres'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.remove())

describe('two pipelines and a board on one PostgreSQL', () => {
  describeFaults(2, () => server.url)
})
