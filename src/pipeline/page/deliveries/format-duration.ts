const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** "120 ms", "3.4 s", "12 min", "5.5 h". */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < SECOND) return `${Math.round(milliseconds)} ms`
  if (milliseconds < MINUTE) return `${rounded(milliseconds / SECOND)} s`
  return milliseconds < HOUR ? `${rounded(milliseconds / MINUTE)} min` : `${rounded(milliseconds / HOUR)} h`
}

const rounded = (value: number) => (value < 10 ? Math.round(value * 10) / 10 : Math.round(value))
