import Ajv from 'ajv/dist/2020'
import addFormats from 'ajv-formats'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openApiDocument } from '..'
import { ERRORS } from '../errors'

const file = join(__dirname, '../../../docs/openapi.json')

let document: string
beforeAll(async () => {
  document = await openApiDocument()
})

test('docs/openapi.json is what the schemas say; WRITE_SCHEMA=1 npx jest src/board/__tests__/openapi.test.ts writes it anew', async () => {
  if (process.env.WRITE_SCHEMA) await writeFile(file, document)
  expect(document).toBe(await readFile(file, 'utf8'))
})

test('the document lists every code that an error may have, and no other', () => {
  const { paths, components } = JSON.parse(document)
  const { schema } = paths['/v1/events'].post.responses['400'].content['application/json']
  expect(schema).toEqual({ $ref: '#/components/schemas/Error' })
  expect(components.schemas.Error.properties.error.properties.code.enum).toEqual(Object.keys(ERRORS))
})

test('every error has the status that the document gives some answer', () => {
  const { paths } = JSON.parse(document)
  const operations = Object.values<any>(paths).flatMap((path) => Object.values<any>(path))
  const documented = new Set(operations.flatMap(({ responses }) => Object.keys(responses)))
  // A failure of the board itself may come with any call and promises nothing.
  const promised = Object.entries(ERRORS).filter(([code]) => code !== 'internal_error')
  expect(promised.filter(([, { status }]) => !documented.has(String(status)))).toEqual([])
})

test.each([
  [19.99, true],
  [0.1, true],
  [99_999_999_999.9999, true],
  [-1, false],
  [1e11, false],
  ['19.99', false]
])('by the document alone, a validator says to an amount of %s: %s', (amount, isFine) => {
  const { paths } = JSON.parse(document)
  const { schema } = paths['/v1/events'].post.requestBody.content['application/json']
  const validate = addFormats(new Ajv({ strict: false, logger: false })).compile(schema)
  const payment = { id: 'a', type: 'payment', timestamp: '2024-01-01T00:00:00.000Z', user_id: 'ada', currency: 'EUR' }
  expect(validate({ events: [{ ...payment, amount }] })).toBe(isFine)
})
