import { PayloadValidationError } from '@segment/actions-core'
import type { Attributes } from './types'

/**
 * The trimmed text, or nothing for what holds no text: the engine drops empty strings from single events alone,
 * so that batches still bear them, and blank strings reach both.
 */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value.trim() || undefined : undefined
}

/** The object, or nothing for a list and whatever else is none. */
export function objectOf(value: unknown): Attributes | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Attributes) : undefined
}

/** Whether a value is a text without content. */
export function isBlank(value: unknown): boolean {
  return typeof value === 'string' && textOf(value) === undefined
}

/** The entries that hold a value: a blank text is none, null is one. */
export function withoutBlanks(entries: Attributes = {}): Attributes {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => !isBlank(value)))
}

/**
 * The trimmed text, where it may be missing but not longer than Tractionboard stores.
 * @throws PayloadValidationError naming the field by its `label`
 */
export function limitedText(label: string, value: unknown, limit: number): string | undefined {
  const text = textOf(value)
  // UTF-16 units are never fewer than the characters that Tractionboard counts: only a long text is worth counting.
  if (text !== undefined && text.length > limit && Array.from(text).length > limit) {
    throw new PayloadValidationError(`${label} is too long: at most ${limit} characters are accepted.`)
  }
  return text
}

/**
 * The trimmed text, which must be there.
 * @param purpose what needs it, as the end of a sentence: "a cancel needs it to find the user"
 * @throws PayloadValidationError naming the field by its `label`
 */
export function requiredText(label: string, value: unknown, limit: number, purpose: string): string {
  const text = limitedText(label, value, limit)
  if (text === undefined) {
    throw new PayloadValidationError(`${label} is missing: ${purpose}. Accepted is a text of 1 to ${limit} characters.`)
  }
  return text
}
