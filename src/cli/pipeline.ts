import { checkEndpoint } from './endpoint'
import { keepOf, locationOf, webOptions } from './options'
import type { KeepOptions, ServerOptions } from './options'
import { run } from './run'

export interface PipelineOptions extends ServerOptions, KeepOptions {
  endpoint?: string
}

/** `tractionboard pipeline`: a pipeline alone, which delivers to the endpoint that it is given. */
export async function pipeline({ endpoint, ...options }: PipelineOptions): Promise<void> {
  const database = locationOf(options, 'pipeline')
  await checkEndpoint(endpoint)
  await run(options, ['writeKey', 'tokenId'], async ({ adminKey, writeKey, tokenId }, events) => {
    const { startPipeline } = await import('../pipeline/index.js')
    const { url, close } = await startPipeline({
      ...webOptions(options),
      database,
      adminKey,
      keep: keepOf(options),
      sources: [{ name: 'My source', writeKey, settings: { tokenId, endpoint } }],
      onOutcome: (outcome) => events.tell(outcome)
    })
    return { pipeline: { url, page: options.publicUrl, writeKey }, close }
  })
}
