import { ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp } from 'node:fs/promises'
import { AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A PostgreSQL server of its own, in a temporary folder and on a free port of the loopback. */
export interface PostgresServer {
  url: string
  /** Stops the server under its clients and keeps its data, so that `start` brings it back on the same port. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Stops the server and removes its data. */
  remove(): Promise<void>
}

export async function startPostgres(): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'tractionboard-postgres-'))
  const port = await freePort()
  const child = fork(join(__dirname, 'postgres-server.mjs'), [folder, String(port)], { execArgv: [] })
  await answer(child)
  const command = (name: string) => () => {
    const answered = answer(child)
    child.send(name)
    return answered
  }
  const server = { start: command('start'), stop: command('stop'), remove: command('remove') }
  await server.start()
  return { url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`, ...server }
}

async function answer(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`The PostgreSQL of the tests ended with code ${code}`)
  })
  await Promise.race([once(child, 'message'), ended])
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
