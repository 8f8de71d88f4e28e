import type { Finding } from './finding'
import { findingIf } from './finding'

const MINOR_WORDS = new Set('a an and as at but by for from in into nor of on or per the to via with'.split(' '))
const ACRONYMS = new Set('API CRM CSV GDPR HTTP HTTPS ID IP JSON OS SDK UAC URL UTC UTM'.split(' '))

const TITLE_CASE = 'Write labels in title case: all words but short ones like "to" or "of" begin with a capital.'
const WHOLE_SENTENCES = 'Write descriptions as whole sentences.'

/** What people read of a part, which reviewers check for its spelling and style. */
export interface Wording {
  label?: string
  description?: string
}

export function wordingFindings(where: string, { label, description }: Wording): Finding[] {
  return [...labelFindings(where, label), ...descriptionFindings(where, description, label)]
}

export function labelFindings(where: string, label?: string): Finding[] {
  if (!label) {
    return missing(where, 'label')
  }
  const words = label.trim().split(/\s+/)
  const small = words.filter((word, index) => /^[a-z]/.test(word) && (index === 0 || !MINOR_WORDS.has(word)))
  const acronyms = words.filter((word) => !ACRONYMS.has(singular(word)) && ACRONYMS.has(singular(word).toUpperCase()))
  return [
    ...spacingFindings(where, 'label', label),
    ...findingIf(
      small.length > 0,
      where,
      `The label "${label}" has lower-case words: ${small.join(', ')}.`,
      TITLE_CASE
    ),
    ...findingIf(
      acronyms.length > 0,
      where,
      `The label "${label}" spells acronyms as words: ${acronyms.join(', ')}.`,
      'Write acronyms in capitals.'
    ),
    ...findingIf(/[.:!]$/.test(label), where, `The label "${label}" ends like a sentence.`, 'Leave out the last sign.')
  ]
}

const singular = (word: string) => word.replace(/s$/, '')

export function descriptionFindings(where: string, description?: string, label?: string): Finding[] {
  if (!description) {
    return missing(where, 'description')
  }
  const doubled = /\b([a-z]+) \1\b/i.exec(description)
  return [
    ...spacingFindings(where, 'description', description),
    ...findingIf(!/[.!?)]$/.test(description), where, 'The description does not end with a period.', WHOLE_SENTENCES),
    ...findingIf(/^[a-z]/.test(description), where, 'The description begins in lower case.', WHOLE_SENTENCES),
    ...findingIf(doubled, where, `The description says "${doubled?.[0]}".`, 'Write the word once.'),
    ...findingIf(
      description.replace(/\.$/, '').toLowerCase() === label?.toLowerCase(),
      where,
      'The description only repeats the label.',
      'Say what the value is for, and what is accepted.'
    )
  ]
}

function missing(where: string, part: string): Finding[] {
  return [{ where, what: `The ${part} is missing.`, fix: `Add a ${part}: people see it when they set up the mapping.` }]
}

function spacingFindings(where: string, part: string, text: string): Finding[] {
  return findingIf(
    text !== text.trim() || /\s{2}/.test(text),
    where,
    `The ${part} has spaces that nobody needs.`,
    'Leave one space between words and none around them.'
  )
}
