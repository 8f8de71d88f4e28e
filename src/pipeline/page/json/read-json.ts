import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser'
import { isObject, type JsonObject } from './json-object'

/** What is wrong with JSON that a person wrote, in a sentence, and the part of the text that it is about. */
export interface Problem {
  problem: string
  from: number
  to: number
}

export type Read<Value> = { value: Value } | Problem

/** In characters; of what is repeated of the text. */
const LONGEST_PART = 30

/** By the names of the parser's errors. */
const SENTENCES: Record<string, string> = {
  InvalidNumberFormat: 'this is no number.',
  PropertyNameExpected: 'a name in double quotes is missing. After the last entry stands no comma.',
  ValueExpected: 'a value is missing. After the last entry stands no comma.',
  ColonExpected: 'a colon is missing after the name.',
  CommaExpected: 'a comma is missing before this.',
  CloseBraceExpected: 'a } is missing at the end.',
  CloseBracketExpected: 'a ] is missing at the end.',
  EndOfFileExpected: 'the JSON has ended before this.',
  InvalidCommentToken: 'JSON has no comments.',
  UnexpectedEndOfComment: 'JSON has no comments.',
  UnexpectedEndOfString: 'the closing double quote is missing.',
  UnexpectedEndOfNumber: 'this number is not complete.',
  InvalidUnicode: 'after \\u stand four of the digits 0 to 9 and a to f.',
  InvalidEscapeCharacter: 'a backslash stands before " \\ / b f n r t or u. For itself write two.',
  InvalidCharacter: 'a tab or another control character is written with a backslash: \\t for a tab.'
}

/** Reads JSON that a person wrote. */
export function readJson(text: string): Read<unknown> {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return problemOf(text)
  }
}

export function readJsonObject(text: string): Read<JsonObject> {
  const read = readJson(text)
  if ('problem' in read) return read
  if (isObject(read.value)) return { value: read.value }
  return { problem: 'This is JSON, but no object. Begin with {', from: 0, to: text.length }
}

/** In words of our own: those of `JSON.parse` differ by browser, and some of them name no place. */
function problemOf(text: string): Problem {
  if (text.trim() === '') return { problem: 'Enter JSON.', from: 0, to: text.length }
  const errors: ParseError[] = []
  parse(text, errors, { disallowComments: true })
  const { error, offset, length } = errors[0] ?? { error: 0, offset: 0, length: 0 }
  const part = text.slice(offset, offset + Math.min(length, LONGEST_PART)) + (length > LONGEST_PART ? '…' : '')
  const sentence = SENTENCES[printParseErrorCode(error)] ?? `“${part}” is no JSON. Text stands in double quotes.`
  // What is missing at the end is marked at what stands last.
  const from = Math.min(offset, text.trimEnd().length - 1)
  const line = text.slice(0, from).split('\n').length
  return { problem: `Line ${line}: ${sentence}`, from, to: Math.max(offset + length, from + 1) }
}
