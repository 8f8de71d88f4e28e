import { parseFql, type GroupCondition } from '@segment/destination-subscriptions'
import { OPERATORS, SUBJECTS, type Clause } from './condition'
import { writeFql } from './write-fql'

/** A trigger as it is read, or what is wrong with its text and from which character on. */
export type Reading = { trigger: GroupCondition } | { problem: string; at: number }

/**
 * Reads a trigger with Segment's own parser, and more strictly: that parser skips what it does not understand, so that
 * `type = "track" and` or a misspelled field would match other events than it says. A text is accepted only if it says
 * the same as what was understood.
 */
export function readFql(fql: string): Reading {
  if (fql.trim() === '') return { problem: 'The trigger is empty. Begin with: type = "track"', at: 0 }
  const parsed = parseFql(fql)
  if ('error' in parsed) {
    // A TypeError is the parser's own stumbling, whose text helps nobody.
    const detail = parsed.error instanceof TypeError ? '' : `: ${parsed.error.message}`
    return { problem: `This cannot be read${detail}. A trigger looks like: type = "track"`, at: fql.length }
  }
  const understood = writeFql(parsed)
  const at = firstDifference(fql, understood)
  if (at === undefined) return { trigger: parsed }
  return { problem: `This would be understood as: ${understood === '' ? 'nothing' : understood}`, at }
}

/** What keeps a trigger from being expressed. */
export function problemOfTrigger(trigger: GroupCondition): string | undefined {
  const fql = writeFql(trigger)
  const reading = readFql(fql)
  return 'trigger' in reading && writeFql(reading.trigger) === fql
    ? undefined
    : 'FQL cannot express this combination: a group in brackets takes only comparisons.'
}

/** What is wrong with a clause in itself, for the place where it is edited. */
export function problemOfClause(clause: Clause): string | undefined {
  if (SUBJECTS[clause.type].named && 'name' in clause && clause.name.trim() === '') return 'Name the field.'
  const { takes } = OPERATORS[clause.operator]
  if (takes === 'number' && typeof clause.value !== 'number') return 'Enter a number.'
  if (takes !== 'text') return undefined
  if (clause.value === '') return 'Enter a value.'
  const single: GroupCondition = { type: 'group', operator: 'and', children: [clause] }
  const reading = readFql(writeFql(single))
  const understood = 'trigger' in reading ? reading.trigger.children[0] : undefined
  return understood && 'value' in understood && understood.value === clause.value
    ? undefined
    : 'FQL cannot express this value. Quotation marks and backslashes are not possible in it.'
}

/** Where two texts differ, spaces outside quotation marks and brackets around the whole aside; else undefined. */
function firstDifference(text: string, other: string): number | undefined {
  const left = significant(text)
  const right = significant(other)
  const length = Math.max(left.length, right.length)
  for (let index = 0; index < length; index++) {
    if (left[index]?.character !== right[index]?.character) {
      return wordStart(text, left[index]?.at ?? text.trimEnd().length)
    }
  }
  return undefined
}

/** Where the word begins that a character stands in. */
function wordStart(text: string, at: number): number {
  const word = /[\w.]*$/.exec(text.slice(0, at))?.[0] ?? ''
  return /[\w.]/.test(text[at] ?? '') ? at - word.length : at
}

function significant(text: string): { character: string; at: number }[] {
  let quoted = false
  const characters = text.split('').flatMap((character, at) => {
    if (character === '"') quoted = !quoted
    return quoted || !/\s/.test(character) ? [{ character, at }] : []
  })
  return isWrapped(characters) ? characters.slice(1, -1) : characters
}

function isWrapped(characters: readonly { character: string }[]): boolean {
  const brackets = characters.filter(({ character }) => character === '(' || character === ')')
  return brackets.length === 2 && characters[0].character === '(' && characters.at(-1)?.character === ')'
}
