import { appendFile, chmod } from 'node:fs/promises'
import type { Refusal } from './parse'

/** One refused event or line, as the file keeps it. */
export type Refused = Refusal & { file: string; line: number; event: unknown }

/**
 * Adds refused events to the file of them, one JSON object a line. It is its owner's alone, and the write key that exports
 * bear is taken out.
 * @throws Error in one line where the file cannot be written
 */
export async function keepRefused(file: string, refused: readonly Refused[]): Promise<void> {
  if (refused.length === 0) return
  try {
    await appendFile(file, refused.map((each) => JSON.stringify(withoutKey(each)) + '\n').join(''), { mode: 0o600 })
    await chmod(file, 0o600)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Error(`${file} cannot be written (${code}). Choose another file with --refused.`)
  }
}

function withoutKey(refused: Refused): Refused {
  const { event } = refused
  return { ...refused, event: typeof event === 'string' ? hideKey(event) : event }
}

/** For a line that is no JSON, and cannot have its key taken out. */
export function hideKey(text: string): string {
  return text.replace(/("(?:writeKey|write_key)"\s*:\s*")[^"]*("?)/gi, '$1[redacted]$2')
}
