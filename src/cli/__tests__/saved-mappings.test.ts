import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startPipeline } from '../../pipeline'
import { findSavedMappings } from '../saved-mappings'

const adminKey = 'an-admin-key-of-16'
const settings = { tokenId: 'a-token-id' }
const sources = [
  { name: 'Website', writeKey: 'a-write-key', settings },
  { name: 'App', writeKey: 'another-write-key', settings }
]
let data: string
let folder: string

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'saved-'))
  folder = path.join(data, 'pipeline')
})

afterAll(() => rm(data, { recursive: true }))

const keep = (name: string, contents: object) => writeFile(path.join(data, name), JSON.stringify(contents))

it('there are none where no pipeline was started', async () => {
  expect(await findSavedMappings(data, { folder })).toBeUndefined()
})

it('they are those of the source whose write key is known: of the pipeline that runs, or of its folder', async () => {
  const { url, close } = await startPipeline({ database: { folder }, port: 0, adminKey, sources })
  await keep('secrets.json', { adminKey, writeKey: 'a-write-key' })
  await keep('running.pipeline.json', { url })
  const call = async (address: string, init?: RequestInit): Promise<any> =>
    (await fetch(`${url}/api/sources${address}`, { ...init, headers: { authorization: `Bearer ${adminKey}` } })).json()
  const { id } = (await call('')).sources.find(({ name }: { name: string }) => name === 'Website')
  const [{ id: copied }] = (await call(`/${id}/mappings`)).mappings
  const copy = await call(`/${id}/mappings/${copied}/duplicate`, { method: 'POST' })

  const running = await findSavedMappings(data, { folder })
  expect(running).toMatchObject({ source: 'Website' })
  expect(running?.mappings.map(({ name }) => name)).toContain(copy.name)
  await keep('secrets.json', { adminKey, writeKey: 'the-key-of-none' })
  await expect(findSavedMappings(data, { folder })).rejects.toThrow(
    /^The pipeline has 2 sources \(.*\)\. Give SEGMENT_WRITE_KEY, the write key of the one whose mappings count/
  )
  await keep('secrets.json', { adminKey, writeKey: 'a-write-key' })
  await close()
  const atRest = await findSavedMappings(data, { folder })
  expect(atRest?.mappings.map(({ id: each, subscribe, mapping }) => ({ each, subscribe, mapping }))).toEqual(
    running?.mappings.map(({ id: each, subscribe, mapping }) => ({ each, subscribe, mapping }))
  )
})
