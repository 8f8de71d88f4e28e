import { openBoardDatabase } from '../../../../__tests__/__helpers__/board'
import { PostgresServer, startPostgres } from '../../../../__tests__/__helpers__/postgres'
import { describeProof } from '../../../../__tests__/__helpers__/proof'

let server: PostgresServer
beforeAll(async () => {
  server = await startPostgres()
})
afterAll(() => server.remove())

describeProof(() => openBoardDatabase({ url: server.url }))
