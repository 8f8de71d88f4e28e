import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openApiDocument } from '..'
import { ERRORS } from '../errors'

const file = join(__dirname, '../../../docs/openapi.json')

test('docs/openapi.json is what the schemas say; after a change run `npx tractionboard openapi`', async () => {
  expect(await openApiDocument()).toBe(await readFile(file, 'utf8'))
})

test('the document lists every code that an error may have, and no other', async () => {
  const { paths } = JSON.parse(await openApiDocument())
  const { schema } = paths['/v1/events'].post.responses['400'].content['application/json']
  expect(schema.properties.error.properties.code.enum).toEqual(Object.keys(ERRORS))
})

test('every error has the status that the document gives some answer', async () => {
  const { paths } = JSON.parse(await openApiDocument())
  const operations = Object.values<any>(paths).flatMap((path) => Object.values<any>(path))
  const documented = new Set(operations.flatMap(({ responses }) => Object.keys(responses)))
  // A failure of the board itself may come with any call and promises nothing.
  const promised = Object.entries(ERRORS).filter(([code]) => code !== 'internal_error')
  expect(promised.filter(([, { status }]) => !documented.has(String(status)))).toEqual([])
})
