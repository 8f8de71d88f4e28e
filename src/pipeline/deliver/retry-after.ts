/** Reads a `Retry-After` header: seconds, or an HTTP date. */
export function parseRetryAfter(header: string | null | undefined, now: Date): Date | undefined {
  if (!header) return undefined
  if (/^\s*\d{1,9}\s*$/.test(header)) return new Date(now.getTime() + Number(header) * 1000)
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : new Date(date)
}
