import { startBoard } from '..'
import { Database, openDatabase } from '../../database'

let database: Database
beforeAll(async () => {
  database = await openDatabase({ memory: true })
})
afterAll(() => database.close())

const options = { tokenId: 'token', adminKey: 'admin-key-of-acme', name: 'Acme' }

test('starts on a free port, finds its board again, and shows the Token ID that counts', async () => {
  const first = await startBoard({ database, port: 0, boards: [options] })
  expect(first).toMatchObject({
    url: `http://127.0.0.1:${first.address.port}`,
    boards: [{ name: 'Acme', tokenId: 'token' }]
  })
  const rotated = await fetch(`${first.url}/api/settings/integrations/rotate`, {
    method: 'POST',
    headers: { authorization: 'Bearer admin-key-of-acme' }
  })
  const { token_id } = (await rotated.json()) as { token_id: string }
  await Promise.all([first.close(), first.close()])

  const other = { tokenId: 'other-token', adminKey: 'admin-key-of-other', name: 'Other' }
  const second = await startBoard({ database, port: 0, boards: [options, other] })
  expect(second.boards).toEqual([
    { name: 'Acme', tokenId: token_id },
    { name: 'Other', tokenId: 'other-token' }
  ])
  await second.close()
})

test('no process takes the board of another key, nor adds one where it was to find its own', async () => {
  const board = { tokenId: 'kept-token', adminKey: 'old-admin-key-123', name: 'Kept' }
  await (await startBoard({ database, port: 0, boards: [board] })).close()
  const other = { ...board, adminKey: 'new-admin-key-123' }
  await expect(startBoard({ database, port: 0, boards: [other] })).rejects.toThrow('has another admin key')
  const unknown = { ...other, tokenId: 'new-token' }
  const adding = startBoard({ database, port: 0, boards: [unknown], onlyFirst: true })
  await expect(adding).rejects.toThrow('The database has boards, but none of this admin key.')
  const again = await startBoard({ database, port: 0, boards: [{ ...board, tokenId: 'rotated' }], onlyFirst: true })
  expect(again.boards).toEqual([{ name: 'Kept', tokenId: 'kept-token' }])
  await again.close()
})

test('says which port is in use', async () => {
  const { address, close } = await startBoard({ database, port: 0, boards: [] })
  await expect(startBoard({ database, port: address.port, boards: [] })).rejects.toThrow(
    `Port ${address.port} on 127.0.0.1 is in use: choose another one.`
  )
  await close()
})
