import type { Definition } from './exchange'

export type Settings = Record<string, unknown>

/** Replaces the values of all secret settings (type `password`), plain or as Basic credentials, wherever they occur. */
export type Redact = (text: string) => string

export const redacted = '[redacted]'

export function redactor(definition: Definition, settings: Settings): Redact {
  const fields = Object.entries(definition.authentication?.fields ?? {})
  const secrets = fields
    .filter(([, field]) => field.type === 'password')
    .map(([key]) => settings[key])
    .filter((secret): secret is string => typeof secret === 'string' && secret !== '')
  const spellings = secrets.flatMap((secret) => [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    Buffer.from(`${secret}:`).toString('base64')
  ])
  if (spellings.length === 0) return (text) => text
  // In one go, the longest first: a short secret would be found in what already stands for another one.
  const longestFirst = [...new Set(spellings)].sort((one, other) => other.length - one.length)
  const pattern = new RegExp(
    longestFirst.map((spelling) => spelling.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'),
    'g'
  )
  return (text) => text.replace(pattern, redacted)
}
