import { formatDay } from '../../../look/format'
import { inSentence } from '../../../look/in-sentence'
import { rangeLabel } from '../overview/labels'
import { type Campaign, type Condition } from '../paths'

/** The conditions that the address holds; none where it holds something else, which the server then names. */
export function readConditions(where: string): Condition[] {
  try {
    const conditions: unknown = JSON.parse(where)
    return Array.isArray(conditions) ? conditions.filter((each) => typeof each === 'object' && each !== null) : []
  } catch {
    return []
  }
}

export const writeConditions = (conditions: readonly Condition[]): string =>
  conditions.length === 0 ? '' : JSON.stringify(conditions)

/** A condition in words. */
export function describeCondition(condition: Condition): string {
  const [name] = Object.keys(condition)
  const describe = Object.hasOwn(DESCRIPTIONS, name) ? DESCRIPTIONS[name] : undefined
  try {
    return describe?.(condition) ?? JSON.stringify(condition)
  } catch {
    return JSON.stringify(condition)
  }
}

const DESCRIPTIONS: Record<string, (condition: Condition) => string> = {
  attribute: ({ attribute, is, at_least, at_most }) => {
    const name = inSentence(String(attribute))
    if (is !== undefined) return `${name} is ${textOf(is)}`
    if (at_least !== undefined && at_most !== undefined) return `${name} from ${textOf(at_least)} to ${textOf(at_most)}`
    if (at_least !== undefined) return `${name} at least ${textOf(at_least)}`
    return at_most === undefined ? `has ${name}` : `${name} at most ${textOf(at_most)}`
  },
  group: ({ group }) => `in group ${inSentence(String(group))}`,
  campaign: ({ campaign }) => `came by ${campaignName(campaign as Campaign)}`,
  visited: ({ visited }) => `visited ${daysOf(visited)}`,
  first_visited: ({ first_visited }) => `first visited ${daysOf(first_visited)}`,
  signed_up: ({ signed_up }) => `signed up ${daysOf(signed_up)}`,
  canceled: ({ canceled }) => `canceled ${daysOf(canceled)}`,
  lost: ({ lost }) => `lost ${daysOf(lost)}`,
  active_at: ({ active_at }) => `active at the start of ${formatDay(String(active_at))}`,
  reached: ({ reached }) => (reached === 'paid' ? 'paid since' : 'signed up since')
}

const textOf = (value: unknown) => inSentence(typeof value === 'string' ? value : JSON.stringify(value))

export function campaignName({ source, medium, name }: Campaign): string {
  const said = [source, medium, name].filter((text) => text !== null).map(inSentence)
  return said.length === 0 ? 'no campaign' : said.join(' / ')
}

function daysOf(days: unknown): string {
  const [from, to] = days as [string, string]
  return rangeLabel({ from, to })
}
