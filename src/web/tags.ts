import { createHash } from 'node:crypto'

/** What `If-Match` names something by, as it was read. https://www.rfc-editor.org/rfc/rfc9110#name-etag */
export function tagOf(read: unknown): string {
  return `"${createHash('sha256').update(JSON.stringify(read)).digest('hex').slice(0, 32)}"`
}

/** Whether something is still what `If-Match` names; without one, or with `*`, it always is. */
export function isStill(read: unknown, expected: string | undefined): boolean {
  return expected === undefined || expected === '*' || expected === tagOf(read)
}
