import type { SegmentEvent } from '@segment/actions-core'
import {
  generateFql,
  parseFql,
  validate,
  type Condition,
  type GroupCondition
} from '@segment/destination-subscriptions'
import { parseTrigger } from './mapping'

export interface TriggerVerdict {
  matches: boolean
  failed: string | null
}

/** Whether an event meets a trigger, and if not, which clause of it fails: the first one, as FQL. */
export function explainTrigger(fql: string, event: SegmentEvent): TriggerVerdict {
  const trigger = parseTrigger(fql)
  if ('error' in trigger) return { matches: false, failed: fql }
  const failed = failedClause(trigger, event)
  return { matches: failed === null, failed }
}

function failedClause(group: GroupCondition, event: SegmentEvent): string | null {
  if (validate(group, event)) return null
  if (group.operator === 'or') return generateFql(group)
  for (const child of group.children) {
    const asGroup: GroupCondition = child.type === 'group' ? child : alone(child)
    if (validate(asGroup, event)) continue
    return child.type === 'group' ? failedClause(child, event) : generateFql(asGroup)
  }
  return generateFql(group)
}

function alone(condition: Condition): GroupCondition {
  return { type: 'group', operator: 'and', children: [condition] }
}

/**
 * Says what is wrong with a trigger. Segment's parser skips what it does not understand, which would make a trigger match
 * more than it says; so what was understood is written down again and compared.
 */
export function triggerProblem(fql: string): string | undefined {
  const trigger = parseFql(fql)
  const understood = 'error' in trigger ? undefined : write(trigger)
  if (understood === undefined) return 'it cannot be read. An example: type = "track" and event = "Payment Made"'
  const wanted = squeeze(fql)
  const got = squeeze(understood)
  if (wanted.text === got.text) return undefined
  const at = [...wanted.text].findIndex((character, index) => character !== got.text[index])
  const position = at === -1 ? fql.length : wanted.positions[at]
  return `at character ${position + 1} (${JSON.stringify(fql.slice(position, position + 20))}) it is not understood. Understood is: ${understood}`
}

function write(trigger: GroupCondition): string | undefined {
  try {
    return generateFql(trigger)
  } catch {
    return undefined
  }
}

/** The text without the blanks between its words, and where in the text each character stood. */
function squeeze(fql: string): { text: string; positions: number[] } {
  const positions: number[] = []
  let text = ''
  let quoted = false
  for (let index = 0; index < fql.length; index++) {
    const character = fql[index]
    if (character === '"') quoted = !quoted
    if (!quoted && /\s/.test(character)) continue
    text += character
    positions.push(index)
  }
  return { text, positions }
}
