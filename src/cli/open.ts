import path from 'node:path'
import { openInBrowser } from './browser'
import type { DataOptions } from './options'
import { findRunning } from './running'
import { linkLines, pageLink } from './screen'

/** `tractionboard open`: the links and keys of what runs here once more, and the page in a browser where there is one. */
export async function open({ data }: DataOptions): Promise<void> {
  const running = await findRunning(path.resolve(data))
  process.stdout.write(`${linkLines(running).join('\n')}\n`)
  const place = running.board ?? running.pipeline
  if (place) await openInBrowser(pageLink(place, running.adminKey))
}
