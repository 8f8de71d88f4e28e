import { openBoardDatabase } from './__helpers__/board'
import { describeConvergence } from './__helpers__/convergence'
import { PostgresServer, startPostgres } from './__helpers__/postgres'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.remove())

describeConvergence(() => openBoardDatabase({ url: server.url }), { orders: 150, deletions: 30 })
