import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeDataFolder } from '../data-folder'

let box: string
beforeAll(async () => {
  box = await mkdtemp(path.join(tmpdir(), 'tractionboard-data-folder-'))
  await writeFile(path.join(box, 'file'), '')
})
afterAll(() => rm(box, { recursive: true, force: true }))

it('is made with the folders around it, for its owner alone, and left empty', async () => {
  const folder = path.join(box, 'around', 'another', 'data')
  await Promise.all([makeDataFolder(folder), makeDataFolder(folder)])
  await makeDataFolder(folder)
  expect(await readdir(folder)).toEqual([])
  for (const made of [folder, path.dirname(folder)]) expect((await stat(made)).mode & 0o777).toBe(0o700)
})

it.each([
  ['a file', () => path.join(box, 'file'), 'it is a file'],
  ['below a file', () => path.join(box, 'file', 'data'), 'its path leads through a file'],
  ['of a name that no folder can have', () => path.join(box, 'x'.repeat(300)), 'its name is too long'],
  ['a file system that takes no folders', () => '/proc', 'its file system takes no folders'],
  ['on a file system that takes no folders', () => '/proc/nowhere', 'its file system takes no folders'],
  ['far down on such a one', () => '/proc/nowhere/at/all', 'its file system takes no folders']
])('is refused at once where it is %s', async (_, of, fault) => {
  const folder = of()
  const message = `Nothing can be made in the data folder ${folder}: ${fault}. Choose another one with --data.`
  await expect(makeDataFolder(folder)).rejects.toThrow(message)
})
