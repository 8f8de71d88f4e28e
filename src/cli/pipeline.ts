import path from 'node:path'
import { startPipeline } from '../pipeline'
import { locationOf } from './options'
import type { DataOptions } from './options'
import { eventLine, startScreen } from './screen'
import { resolveSecrets } from './secrets'
import { closeOnSignal } from './signals'

export interface PipelineOptions extends DataOptions {
  host: string
  port: number
  endpoint?: string
}

/** `tractionboard pipeline`: a pipeline alone, which delivers to the endpoint that it is given. */
export async function pipeline(options: PipelineOptions): Promise<void> {
  const { adminKey, writeKey, tokenId } = await resolveSecrets(path.resolve(options.data), process.env)
  const running = await startPipeline({
    database: locationOf(options, 'pipeline'),
    host: options.host,
    port: options.port,
    adminKey,
    sources: [{ name: 'My source', writeKey, settings: { tokenId, endpoint: options.endpoint } }],
    onOutcome: (outcome) => process.stdout.write(eventLine(outcome) + '\n')
  })
  process.stdout.write(startScreen({ pipeline: { url: running.url, writeKey }, adminKey }))
  closeOnSignal(() => running.close())
}
