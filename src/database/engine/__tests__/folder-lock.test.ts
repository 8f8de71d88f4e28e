import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../..'
import { lockFolder } from '../folder-lock'

const SCHEMA = { name: 'board' as const, migrations: [] }

let home: string
let folder: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tractionboard-lock-'))
  folder = join(home, 'data')
})
afterEach(() => rm(home, { recursive: true, force: true }))

test('an embedded database keeps its rows and lets go of its folder', async () => {
  const first = await openDatabase({ folder }, SCHEMA)
  await first.query('CREATE TABLE kept (id int)')
  await first.query('INSERT INTO kept VALUES (7)')
  await first.close()
  await expect(access(`${folder}.pid`)).rejects.toThrow(/ENOENT/)
  const second = await openDatabase({ folder }, SCHEMA)
  expect(await second.query('SELECT id FROM kept')).toEqual([{ id: 7 }])
  await second.close()
})

test('a folder has one owner at a time; the error names the folder and the owner', async () => {
  const unlock = await lockFolder(folder)
  await expect(lockFolder(folder, 200)).rejects.toThrow(
    `The folder ${folder} is in use by process ${process.pid}: stop that one first.`
  )
  await unlock()
  await (
    await lockFolder(`${folder}/`, 0)
  )()
})

test('waits for an owner that is about to end', async () => {
  const unlock = await lockFolder(folder)
  const next = lockFolder(folder, 5_000)
  await unlock()
  await (
    await next
  )()
})

test('takes over from a process that was killed, and from a reused process id', async () => {
  const killed = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'])
  await writeFile(`${folder}.pid`, `${killed.pid}`)
  killed.kill('SIGKILL')
  await once(killed, 'exit')
  await (
    await lockFolder(folder, 0)
  )()
  await writeFile(`${folder}.pid`, `${process.pid} 1`)
  await (
    await lockFolder(folder, 0)
  )()
})

test('of many that find a dead owner one wins', async () => {
  await writeFile(`${folder}.pid`, '999999999')
  const all = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder, 300)))
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})
