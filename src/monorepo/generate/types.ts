import { fieldsToJsonSchema } from '@segment/actions-core'
import type { GlobalSetting, InputField } from '@segment/actions-core'
import { compile } from 'json-schema-to-typescript'
import type { AnyDefinition } from '../destination'
import type { Files } from '../files'
import { refuseWhatIsNotGenerated } from './supported'

type Schema = Parameters<typeof compile>[0]

/** The monorepo's Prettier configuration. */
const MONOREPO_STYLE = { semi: false, singleQuote: true, trailingComma: 'none', printWidth: 120 } as const

/**
 * The files that the monorepo's `generate:types` writes: the settings' type at the root and the payload's type in the
 * folder of each action.
 *
 * @throws Error for a definition with parts that are not generated here
 */
export async function generateTypes(definition: AnyDefinition): Promise<Files> {
  refuseWhatIsNotGenerated(definition)
  const files: Files = { 'generated-types.ts': await typeOf('Settings', definition.authentication?.fields ?? {}) }
  for (const [key, action] of Object.entries(definition.actions)) {
    files[`${key}/generated-types.ts`] = await typeOf('Payload', action.fields)
  }
  return files
}

function typeOf(name: string, fields: Record<string, InputField | GlobalSetting>): Promise<string> {
  return compile(withoutNames(fieldsToJsonSchema(fields, { tsType: true })), name, {
    bannerComment: '// Generated file. DO NOT MODIFY IT BY HAND.',
    style: MONOREPO_STYLE
  })
}

/** Titles and choices would become types with names of their own. */
function withoutNames({ title: _title, enum: _choices, ...schema }: Schema): Schema {
  if (schema.type === 'object' && schema.properties) {
    const properties = Object.entries(schema.properties).map(([key, property]) => [key, withoutNames(property)])
    return { ...schema, properties: Object.fromEntries(properties) }
  }
  return schema.type === 'array' && schema.items ? { ...schema, items: withoutNames(schema.items) } : schema
}
