import { createContext } from 'react'
import { isObject } from '../json/json-object'

/** A field of an event: its path as mappings write it, and a value that it had. */
export type Path = { path: string; example: string }

/** The paths that inputs suggest. */
export const PathsContext = createContext<readonly Path[]>([])

const DEEPEST = 5
const LONGEST_EXAMPLE = 60

/** The fields of events, by path: "$.properties.plan". The first event that has a field gives its example. */
export function pathsOf(events: readonly unknown[]): Path[] {
  const examples = new Map<string, string>()
  const visit = (value: unknown, path: string, depth: number) => {
    if (!isObject(value) || depth > DEEPEST) return
    for (const [key, child] of Object.entries(value)) {
      // The engine reads a dot in a name as a step down, so such a field has no path.
      if (/[.[\]]/.test(key)) continue
      const childPath = `${path}.${key}`
      if (!examples.has(childPath)) examples.set(childPath, exampleOf(child))
      visit(child, childPath, depth + 1)
    }
  }
  for (const event of events) visit(event, '$', 1)
  return [...examples].map(([path, example]) => ({ path, example })).sort((a, b) => (a.path < b.path ? -1 : 1))
}

function exampleOf(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return text.length > LONGEST_EXAMPLE ? `${text.slice(0, LONGEST_EXAMPLE)}…` : text
}
