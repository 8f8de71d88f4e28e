import { readFileSync } from 'node:fs'
import path from 'node:path'
import { definition, sourceFolder } from '../destination'
import { readFiles } from '../files'

const catalog = readFileSync(path.join(__dirname, '../../../docs/catalog.md'), 'utf8')
/** The rows of the page's tables, without the spaces that align their columns. */
const rows = catalog
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split('|').map((cell) => cell.trim()))

const rowOf = (firstCell: string) => rows.find(([, cell]) => cell === firstCell)

const settings = Object.values(definition.authentication?.fields ?? {}).map(({ label, required }) => ({
  label,
  required
}))
const presets = (definition.presets ?? []).flatMap((preset) =>
  preset.type === 'automatic' ? [{ name: preset.name ?? '', subscribe: preset.subscribe }] : []
)
/** How the validation errors of the destination begin. */
const messages = Object.entries(readFiles(sourceFolder()))
  .filter(([name]) => !name.includes('__tests__'))
  .flatMap(([, text]) => [...text.matchAll(/PayloadValidationError\(\s*[`']([A-Z][^.:`'$]+)/g)])
  .map(([, beginning]) => ({ beginning }))

it.each(settings)('the catalog explains the setting $label', ({ label, required }) => {
  expect(rowOf(label)?.[2]).toBe(required ? 'Yes' : 'No')
})

it.each(presets)('the catalog lists the mapping $name', ({ name, subscribe }) => {
  const trigger = name === 'Track' ? expect.stringContaining('other than the four') : `\`${subscribe}\``
  expect(rowOf(name)?.[2]).toEqual(trigger)
})

it.each(messages)('the catalog knows what to do about "$beginning"', ({ beginning }) => {
  expect(rowOf(beginning)).toBeDefined()
})

it('finds the messages of the destination', () => {
  expect(messages.length).toBeGreaterThan(5)
})
