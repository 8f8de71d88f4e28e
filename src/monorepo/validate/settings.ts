import type { GlobalSetting } from '@segment/actions-core'
import type { AnyDefinition } from '../destination'
import { choicesFindings } from './fields'
import type { Finding } from './finding'
import { findingIf } from './finding'
import { wordingFindings } from './wording'

/** Words in the name or label of a setting that tell a secret: the monorepo's check knows some, its guidance the rest. */
const SECRET_WORDS = new Set('key token secret password code auth credential credentials bearer'.split(' '))

/** The rules for the settings and the authentication. */
export function settingsFindings({ authentication, mode }: AnyDefinition): Finding[] {
  if (authentication === undefined) {
    return []
  }
  return [
    ...findingIf(mode !== 'cloud', 'mode', `The mode is "${mode}".`, "Set mode: 'cloud'."),
    ...findingIf(
      authentication.testAuthentication === undefined,
      'authentication',
      'Nothing tests the settings.',
      'Add testAuthentication, so that people learn of a wrong setting when they enter it.'
    ),
    ...Object.entries(authentication.fields).flatMap(([key, setting]) =>
      settingFindings(`authentication.fields.${key}`, key, setting)
    )
  ]
}

function settingFindings(where: string, key: string, setting: GlobalSetting): Finding[] {
  const { type, label, default: initial } = setting
  return [
    ...wordingFindings(where, setting),
    ...choicesFindings(where, setting),
    ...findingIf(
      type !== 'password' && [...wordsOf(key), ...wordsOf(label ?? '')].some((word) => SECRET_WORDS.has(word)),
      where,
      `"${key}" reads like a secret, but its type is "${type}".`,
      "Set type: 'password', so that Segment hides it and keeps it out of its Git sync."
    ),
    ...findingIf(
      (type === 'boolean' || type === 'number') && initial !== undefined && typeof initial !== type,
      where,
      `The default is a ${typeof initial}, but the type is "${type}".`,
      `Make the default a ${type}.`
    )
  ]
}

/** `tokenId`, `token_id` and `Token ID` alike have the words token and id. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
}
