import type { JSONObject } from '@segment/actions-core'
import type { AnyDefinition } from '../destination'
import { definition, sourceFolder } from '../destination'
import type { Files } from '../files'
import { generateMetadata, generateTypes } from '../generate'
import { formatFindings, validate } from '../validate'
import { aDefinition, anAction, withFields, withSettings } from './__helpers__/definition'
import { removeScratchFolders, scratchFolder } from './__helpers__/scratch'

const FILES: Files = {
  'versioning-info.ts': "export const API_VERSION = 'v1'\n",
  'track/index.ts': 'export default {}\n',
  '__tests__/snapshot.test.ts': '',
  '__tests__/__snapshots__/snapshot.test.ts.snap': ''
}

/** The findings for a made-up destination whose generated files are up to date, each as "where: what". */
async function findingsFor(parts: Partial<AnyDefinition>, files: Files = FILES): Promise<string[]> {
  const made = aDefinition(parts)
  const folder = scratchFolder({ ...(await generateTypes(made)), ...generateMetadata(made), ...files })
  return (await validate(folder, made)).map(({ where, what }) => `${where}: ${what}`)
}

afterAll(removeScratchFolders)

it('finds nothing in a destination that keeps every rule', async () => {
  expect(await findingsFor({})).toEqual([])
})

it('finds nothing in queries that Segment writes in another way', async () => {
  const subscribe = 'type="track" and (event = "Sale" or properties.plan exists)'
  expect(await findingsFor({ presets: [{ ...preset, subscribe, mapping }] })).toEqual([])
})

it('finds nothing in Tractionboard', async () => {
  expect(formatFindings(await validate(sourceFolder(), definition))).toBe('')
})

it('shows a finding with where it is and what to do', () => {
  expect(formatFindings([{ where: 'actions.track', what: 'It is wrong.', fix: 'Put it right.' }])).toBe(
    'actions.track\n  It is wrong.\n  Put it right.\n'
  )
})

const preset = { name: 'Sale', type: 'automatic', subscribe: 'type = "track"', partnerAction: 'track' } as const
const mapping: JSONObject = { name: 'x' }
const described = { label: 'Plan', description: 'The plan of the account.' }

const broken: [string, Partial<AnyDefinition>, string[]][] = [
  ['no actions', { actions: {}, presets: [] }, ['actions: The destination has no actions.']],
  [
    'an action without description',
    { actions: { track: anAction({ description: '' }) } },
    ['actions.track: The description is missing.']
  ],
  [
    'a subscription that does not parse',
    { actions: { track: anAction({ defaultSubscription: 'type = "track' }) } },
    ['actions.track.defaultSubscription: The query does not parse: type = "track']
  ],
  [
    'a preset that does not parse',
    { presets: [{ ...preset, subscribe: 'type', mapping }] },
    ['presets.Sale.subscribe: The query does not parse: type']
  ],
  [
    'a preset of which the parser passes over a part',
    { presets: [{ ...preset, subscribe: 'type = "track" and price > 3', mapping }] },
    ['presets.Sale.subscribe: Segment reads the query type = "track" and price > 3 as type = "track"']
  ],
  [
    'a preset of which the parser reads an "or" as an "and"',
    { presets: [{ ...preset, subscribe: 'properties.plan exists or type = "track"', mapping }] },
    [
      'presets.Sale.subscribe: Segment reads the query properties.plan exists or type = "track" as properties.plan != null and type = "track"'
    ]
  ],
  [
    'a preset for an action that does not exist',
    { presets: [{ ...preset, partnerAction: 'sell', mapping }] },
    ['presets.Sale: There is no action "sell".']
  ],
  [
    'a preset for a field that does not exist',
    { presets: [{ ...preset, mapping: { ...mapping, price: 1 } }] },
    ['presets.Sale.mapping: The action has no field "price".']
  ],
  [
    'a preset without a required field',
    { presets: [{ ...preset, mapping: {} }] },
    ['presets.Sale.mapping: The required field "name" is not mapped.']
  ],
  [
    'a field without label and description',
    withFields({ plan: { type: 'string' } }),
    ['actions.track.fields.plan: The label is missing.', 'actions.track.fields.plan: The description is missing.']
  ],
  [
    'a badly labelled field within a field',
    withFields({ plan: { ...described, type: 'object', properties: { size: { label: 'size', type: 'string' } } } }),
    ['actions.track.fields.plan.properties.size: The label "size" has lower-case words: size.']
  ],
  [
    'a badly labelled choice',
    withFields({ plan: { ...described, type: 'string', choices: [{ label: 'free plan', value: 'free' }] } }),
    ['actions.track.fields.plan.choices: The label "free plan" has lower-case words: free, plan.']
  ],
  [
    'a label with an acronym spelled as a word and a full stop',
    withFields({ plan: { ...described, label: 'Plan Id.', type: 'string' } }),
    ['actions.track.fields.plan: The label "Plan Id." ends like a sentence.']
  ],
  [
    'a label with an acronym spelled as a word',
    withFields({ plan: { ...described, label: 'Plan Id or Url', type: 'string' } }),
    ['actions.track.fields.plan: The label "Plan Id or Url" spells acronyms as words: Id, Url.']
  ],
  [
    'a careless description',
    withFields({ plan: { label: 'Plan', description: 'the the  plan', type: 'string' } }),
    [
      'actions.track.fields.plan: The description has spaces that nobody needs.',
      'actions.track.fields.plan: The description does not end with a period.',
      'actions.track.fields.plan: The description begins in lower case.',
      'actions.track.fields.plan: The description says "the the".'
    ]
  ],
  [
    'a description that repeats the label',
    withFields({ plan: { label: 'Plan', description: 'Plan.', type: 'string' } }),
    ['actions.track.fields.plan: The description only repeats the label.']
  ],
  [
    'a condition on nothing, and one on a list',
    withFields({
      plan: {
        ...described,
        type: 'string',
        required: { conditions: [{ fieldKey: 'price', operator: 'is', value: 1 }] },
        depends_on: { conditions: [{ fieldKey: 'name', operator: 'is', value: ['a', 'b'] }] }
      }
    }),
    [
      'actions.track.fields.plan: A condition names the field "price", which does not exist.',
      'actions.track.fields.plan: A condition compares the field "name" with a list, which the engine never finds equal.'
    ]
  ],
  [
    'four batch keys, strangers and themselves among them',
    withFields({
      batch_keys: { ...described, type: 'string', multiple: true, default: ['name', 'price', 'size', 'batch_keys'] }
    }),
    [
      'actions.track.fields.batch_keys: There are 4 batch keys.',
      'actions.track.fields.batch_keys: These batch keys are no fields: price, size.',
      'actions.track.fields.batch_keys: The batch keys name themselves.'
    ]
  ],
  [
    'a visible batch size without limits and visible batch bytes',
    withFields({
      batch_size: { ...described, type: 'number', maximum: 1000 },
      batch_bytes: { ...described, type: 'number' }
    }),
    [
      'actions.track.fields.batch_size: People can set the size of a batch to anything.',
      'actions.track.fields.batch_bytes: People can set the bytes of a batch.'
    ]
  ],
  [
    'a secret that is not hidden',
    withSettings({ access_token: { ...described, type: 'string' } }),
    ['authentication.fields.access_token: "access_token" reads like a secret, but its type is "string".']
  ],
  [
    "a secret in camel case, which the monorepo's own check lets pass",
    withSettings({ tokenId: { ...described, type: 'string' } }),
    ['authentication.fields.tokenId: "tokenId" reads like a secret, but its type is "string".']
  ],
  [
    'a secret that only its label tells',
    withSettings({ sk: { ...described, label: 'Secret', type: 'string' } }),
    ['authentication.fields.sk: "sk" reads like a secret, but its type is "string".']
  ],
  [
    'a default of another type than the setting',
    withSettings({ strict: { ...described, type: 'boolean', default: 'true' } }),
    ['authentication.fields.strict: The default is a string, but the type is "boolean".']
  ],
  [
    'settings that nothing tests',
    { authentication: { scheme: 'custom', fields: {} } },
    ['authentication: Nothing tests the settings.']
  ],
  [
    'a careless description of the destination',
    { description: 'send events.' },
    ['description: The description begins in lower case.']
  ]
]

it.each(broken)('finds %s', async (_, parts, findings) => {
  expect(await findingsFor({ presets: [], ...parts })).toEqual(findings)
})

const brokenFolders: [string, Files, string[]][] = [
  [
    'no version of the API',
    { ...FILES, 'versioning-info.ts': 'export {}\n' },
    ['versioning-info.ts: The file that names the version of the API is missing, or names none.']
  ],
  [
    'no tests',
    { 'versioning-info.ts': FILES['versioning-info.ts'], 'track/index.ts': '' },
    ['__tests__: There are no tests.', '__tests__/__snapshots__: There are no snapshots.']
  ],
  [
    'a snapshot without a test',
    { ...FILES, '__tests__/__snapshots__/gone.test.ts.snap': '' },
    ['__tests__/__snapshots__/gone.test.ts.snap: No test writes this snapshot.']
  ],
  [
    'a plain error and a word to the console, but not those of the tests',
    {
      ...FILES,
      'track/index.ts': "console.log('x')\nthrow new Error('x')\n",
      '__tests__/snapshot.test.ts': "throw new Error('x')\n"
    },
    [
      'track/index.ts: It throws a plain Error, which tells Segment neither a code nor whether to try again.',
      'track/index.ts: It writes to the console, where events and secrets must not go.'
    ]
  ],
  [
    'generated files that do not fit',
    { ...FILES, 'metadata.json': '{}\n', 'track/generated-types.ts': 'export {}\n' },
    [
      'track/generated-types.ts: The generated file does not fit the definition.',
      'metadata.json: The generated file does not fit the definition.'
    ]
  ]
]

it.each(brokenFolders)('finds %s', async (_, files, findings) => {
  expect(await findingsFor({}, files)).toEqual(findings)
})

it('finds an action without a folder of its own', async () => {
  const { 'track/index.ts': _index, ...files } = FILES
  expect(await findingsFor({}, files)).toEqual(['track: The action "track" has no folder of its own.'])
})
