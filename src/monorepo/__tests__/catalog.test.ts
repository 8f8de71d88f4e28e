import { Destination } from '@segment/actions-core'
import { parseFql, validate } from '@segment/destination-subscriptions'
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

const settings = Object.values(definition.authentication?.fields ?? {}).map(({ label }) => ({ label }))
const presets = new Map(
  (definition.presets ?? []).flatMap((preset) =>
    preset.type === 'automatic' ? [[preset.name ?? '', preset.subscribe] as const] : []
  )
)
/** The names of track events that a preset other than Track takes. */
const specialNames = [...presets]
  .filter(([name]) => name !== 'Track')
  .flatMap(([, subscribe]) => [...subscribe.matchAll(/event = "([^"]+)"/g)].map(([, event]) => ({ event })))
/** How the validation errors of the destination begin. */
const messages = Object.entries(readFiles(sourceFolder()))
  .filter(([name]) => !name.includes('__tests__'))
  .flatMap(([, text]) => [...text.matchAll(/PayloadValidationError\(\s*[`']([A-Z][^.:`'$]+)/g)])
  .map(([, beginning]) => ({ beginning }))

const matches = (subscribe: string, event: string) => validate(parseFql(subscribe), { type: 'track', event })

it.each(settings)('the catalog speaks of the setting $label, which its include lists', ({ label }) => {
  expect(catalog).toContain(`**${label}**`)
  expect(catalog).toContain('{% include components/actions-fields.html %}')
})

it.each([...presets])('the catalog does not list the preset %s, which its include does', (name, subscribe) => {
  expect(rows.filter((cells) => cells.includes(`\`${subscribe}\``))).toEqual([])
  expect(name).not.toBe('')
})

it.each(specialNames)('the catalog says what the event $event becomes', ({ event }) => {
  const row = rows.find(([, cell, becomes]) => cell.includes(`\`${event}\``) && /^a \*\*|^\*\*/.test(becomes))
  expect(row).toBeDefined()
})

it.each(messages)('the catalog knows what to do about "$beginning"', ({ beginning }) => {
  expect(rowOf(beginning)).toBeDefined()
})

it('finds the names and messages of the destination', () => {
  expect(specialNames.length).toBeGreaterThanOrEqual(6)
  expect(messages.length).toBeGreaterThan(5)
})

it('links to the page of the classic version, and opens other sites in a tab of their own', () => {
  expect(catalog).toContain("versions:\n  - name: 'Tractionboard (Classic)'\n    link: '/docs/connections/destinations")
  const outward = [...catalog.matchAll(/\]\(https?:[^)]+\)(.{0,19})/g)].map(([, after]) => after)
  expect(outward).toEqual(outward.map(() => '{:target="_blank"}'.padEnd(19, ' ')))
})

describe('events under other names', () => {
  /** A recipe: the mapping, its new trigger, and what the trigger of Track is lengthened by. */
  const recipes = [...catalog.matchAll(/trigger of \*\*(.+?)\*\*,.*\n\n```text\n(.+)\n```\n\n```text\n(.+)\n```/g)].map(
    ([, mapping, trigger, ending]) => ({ mapping, trigger, ending })
  )
  /** The automatic mappings that take an event, with these recipes followed. */
  const takers = (followed: typeof recipes, event: string) => {
    const triggers = new Map(presets)
    for (const { mapping, trigger, ending } of followed) {
      triggers.set(mapping, trigger).set('Track', `${triggers.get('Track')}${ending}`)
    }
    return [...triggers].filter(([, subscribe]) => matches(subscribe, event)).map(([name]) => name)
  }
  const named = (fql: string) => [...fql.matchAll(/event !?= "([^"]+)"/g)].map(([, event]) => event)

  it('have a recipe for each of the four special events', () => {
    expect(recipes.map(({ mapping }) => mapping)).toEqual(['Signup', 'Payment Made', 'Refund Received', 'Cancel'])
    const others = recipes.flatMap(({ ending }) => named(ending))
    for (const event of [
      'Signed Up',
      'Order Completed',
      'Order Refunded',
      'Subscription Canceled',
      'Signup',
      'Cancel'
    ]) {
      expect(others).toContain(event)
    }
  })

  it.each(recipes)('$mapping: every name is taken by it alone, and all else by what took it before', (recipe) => {
    const everything = [
      ...specialNames.map(({ event }) => event),
      ...recipes.flatMap(({ trigger }) => named(trigger)),
      'Other'
    ]
    for (const event of everything) {
      const isNamed = named(recipe.trigger).includes(event)
      expect([event, takers([recipe], event)]).toEqual([event, isNamed ? [recipe.mapping] : takers([], event)])
    }
    // The names that the preset takes are taken still.
    expect(named(recipe.trigger)).toEqual(expect.arrayContaining(named(presets.get(recipe.mapping) ?? '')))
  })

  it('work together', () => {
    for (const { mapping, trigger } of recipes) {
      for (const event of named(trigger)) expect(takers(recipes, event)).toEqual([mapping])
    }
    expect(takers(recipes, 'Other')).toEqual(['Track'])
  })
})

describe('what Segment does not survive', () => {
  const good = { type: 'track', messageId: 'm', timestamp: '2024-01-01T00:00:00Z', userId: 'ada', event: 'Paid' }
  const deep = JSON.parse(`${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`) as object
  const mapping = definition.presets?.find(({ name }) => name === 'Track')?.mapping
  const subscription = { partnerAction: 'track', subscribe: 'type = "track"', mapping }

  it.each([
    ['a context that is null', { context: null }],
    ['personas that are null', { context: { personas: null } }],
    ['nesting thousands deep', { properties: deep }]
  ])('%s fails with its whole batch, as the catalog says', async (_, fault) => {
    expect(catalog).toContain('whose `context` or `context.personas` is `null`, and those that are nested thousands')
    const batch = new Destination(definition).onBatch(
      [good, { ...good, ...fault }] as any,
      {
        tokenId: 'a-token',
        subscription
      } as any
    )
    await expect(batch).rejects.toThrow()
  })
})
