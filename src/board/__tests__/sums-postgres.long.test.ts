import { openBoardDatabase } from '../../../__tests__/__helpers__/board'
import { PostgresServer, startPostgres } from '../../../__tests__/__helpers__/postgres'
import { describeSums } from '../../../__tests__/__helpers__/sums'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.remove())

describeSums(() => openBoardDatabase({ url: server.url }), { runs: 100 })
