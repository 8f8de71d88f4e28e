import { utimesSync } from 'node:fs'
import path from 'node:path'
import { currentSourceFolder, definition, newerThanCompiled, sourceFolder } from '../destination'
import type { AnyDefinition } from '../destination'
import { applyChanges, changesTo, readFiles, unifiedDiff } from '../files'
import { generateMetadata, generateTypes } from '../generate'
import { aDefinition, anAction, withFields } from './__helpers__/definition'
import { removeScratchFolders, scratchFolder } from './__helpers__/scratch'

afterAll(removeScratchFolders)

it('would change nothing in the committed files', async () => {
  const files = { ...(await generateTypes(definition)), ...generateMetadata(definition) }
  expect(Object.keys(files)).toEqual([
    'generated-types.ts',
    ...['page', 'screen', 'identify', 'track', 'group', 'alias'].map((action) => `${action}/generated-types.ts`),
    'metadata.json'
  ])
  expect(unifiedDiff(changesTo(currentSourceFolder(), files))).toBe('')
})

it('types a field by its kind, and as optional unless it is always required', async () => {
  const label = 'Label'
  const fields = withFields({
    plan: { label, description: 'The plan.', type: 'string', choices: ['free', 'paid'] },
    seats: {
      label,
      description: 'The seats.',
      type: 'integer',
      required: { conditions: [{ fieldKey: 'plan', operator: 'is', value: 'paid' }] }
    },
    tags: { label, description: 'The tags.', type: 'string', multiple: true },
    owner: {
      label,
      description: 'The owner.',
      type: 'object',
      additionalProperties: true,
      properties: { email: { label, type: 'string', format: 'email', required: true } }
    }
  })
  expect((await generateTypes(aDefinition(fields)))['track/generated-types.ts']).toBe(`\
// Generated file. DO NOT MODIFY IT BY HAND.

export interface Payload {
  /**
   * The name of the event.
   */
  name: string
  /**
   * The plan.
   */
  plan?: string
  /**
   * The seats.
   */
  seats?: number
  /**
   * The tags.
   */
  tags?: string[]
  /**
   * The owner.
   */
  owner?: {
    email: string
    [k: string]: unknown
  }
}
`)
})

it('describes settings, actions, fields and presets, in the order of the monorepo', () => {
  expect(generateMetadata(aDefinition())['metadata.json']).toBe(`\
{
  "slug": "actions-example",
  "name": "Example",
  "mode": "cloud",
  "description": "Send events to Example.",
  "authentication": {
    "scheme": "custom",
    "fields": {
      "apiKey": {
        "label": "API Key",
        "description": "The key of your account.",
        "type": "password",
        "required": true,
        "multiple": false,
        "choices": null,
        "default": null,
        "depends_on": null
      }
    }
  },
  "audienceConfig": null,
  "actions": {
    "track": {
      "title": "Track Event",
      "description": "Record an event.",
      "platform": "cloud",
      "defaultSubscription": "type = \\"track\\"",
      "hidden": false,
      "hasPerformBatch": false,
      "syncMode": null,
      "hooks": null,
      "dynamicFields": null,
      "fields": {
        "name": {
          "label": "Event Name",
          "description": "The name of the event.",
          "type": "string",
          "required": true,
          "multiple": false,
          "allowNull": false,
          "dynamic": false,
          "default": {
            "@path": "$.event"
          },
          "choices": null,
          "placeholder": null,
          "properties": null,
          "category": null,
          "depends_on": null,
          "readOnly": null,
          "hidden": null,
          "minimum": null,
          "maximum": null,
          "defaultObjectUI": null,
          "disabledInputMethods": null,
          "displayMode": null,
          "format": null,
          "additionalProperties": false
        }
      }
    }
  },
  "presets": [
    {
      "name": "Track",
      "type": "automatic",
      "partnerAction": "track",
      "subscribe": "type = \\"track\\"",
      "mapping": {
        "name": {
          "@path": "$.event"
        }
      },
      "eventSlug": null
    }
  ]
}
`)
})

it('gives every choice a label and a value', () => {
  const choices = (...values: (string | { label: string; value: string })[]) =>
    JSON.parse(
      generateMetadata(aDefinition(withFields({ plan: { type: 'string', choices: values as string[] } })))[
        'metadata.json'
      ]
    ).actions.track.fields.plan.choices
  expect(choices('free')).toEqual([{ label: 'free', value: 'free' }])
  expect(choices({ label: 'Free', value: 'free' })).toEqual([{ label: 'Free', value: 'free' }])
  expect(choices()).toBeNull()
})

it('leaves what it does not generate to the monorepo', async () => {
  const hooks = { onMappingSave: { label: 'Save', description: 'Save it.', performHook: () => ({}) } }
  const withHooks = aDefinition({ actions: { track: anAction({ hooks }) } })
  const audience = { ...aDefinition(), audienceConfig: { mode: { type: 'realtime' } } } as AnyDefinition
  await expect(generateTypes(withHooks)).rejects.toThrow(
    "Generating the hooks of track is left to the monorepo's own commands."
  )
  expect(() => generateMetadata(audience)).toThrow("Generating an audience is left to the monorepo's own commands.")
})

describe('files on disk', () => {
  it('show as a diff where they differ, and are written where they must change', async () => {
    const types = await generateTypes(aDefinition())
    const stale = types['generated-types.ts'].replace('apiKey', 'api_key')
    const folder = scratchFolder({ 'generated-types.ts': stale, 'track/index.ts': 'export {}\n' })
    const changes = changesTo(folder, types)
    const diff = unifiedDiff(changes)
    expect(diff).toContain('-  api_key: string\n+  apiKey: string\n')
    expect(diff).toContain('--- /dev/null\n+++ b/track/generated-types.ts\n')
    applyChanges(folder, changes)
    expect(readFiles(folder)).toEqual({ ...types, 'track/index.ts': 'export {}\n' })
    expect(changesTo(folder, types)).toEqual([])
  })
})

describe('the source folder', () => {
  it('is named where it is missing', () => {
    const root = scratchFolder()
    expect(() => sourceFolder(root)).toThrow(
      `The destination's source folder is missing: ${path.join(root, 'src/destinations/tractionboard')}.`
    )
  })

  it('is newer than its compiled form once a file was changed, generated types and tests aside', () => {
    const source = scratchFolder({ 'a.ts': '', 'b.ts': '', 'generated-types.ts': '', '__tests__/a.test.ts': '' })
    const compiled = scratchFolder({ 'a.js': '', 'b.js': '' })
    const touch = (folder: string, file: string, seconds: number) =>
      utimesSync(path.join(folder, file), seconds, seconds)
    for (const file of ['a', 'b']) {
      touch(source, `${file}.ts`, 1000)
      touch(compiled, `${file}.js`, 2000)
    }
    expect(newerThanCompiled(source, compiled)).toBeUndefined()
    touch(source, 'b.ts', 3000)
    expect(newerThanCompiled(source, compiled)).toBe('b.ts')
    expect(newerThanCompiled(source, scratchFolder())).toBe('a.ts')
  })
})
