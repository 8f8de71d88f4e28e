import { once } from 'node:events'
import { AddressInfo, createServer } from 'node:net'
import { openPool, overConnections } from '../connections'

/** A message of PostgreSQL's protocol: its type, its length, its content. */
function message(type: string, content: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeInt32BE(4 + content.length)
  return Buffer.concat([Buffer.from(type), length, content])
}

const ADMITTED = message('R', Buffer.alloc(4))
const READY = message('Z', Buffer.from('I'))
const SHUT_DOWN = message('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection due to administrator command\0\0'))

test('a server that is shut down as a connection is made is an error of the statement, and ends nothing else', async () => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => socket.end(Buffer.concat([ADMITTED, READY, SHUT_DOWN])))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const pool = openPool({ host: '127.0.0.1', port, user: 'someone' })
  await expect(overConnections({ statements: pool, transactions: pool }).query('SELECT 1')).rejects.toThrow(
    /connection/
  )
  await pool.end()
  server.close()
})
