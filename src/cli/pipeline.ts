import { alertsOf } from './alerts'
import { checkEndpoint } from './endpoint'
import { keepOf, locationOf, queueOf, webOptions } from './options'
import type { AlertOptions, KeepOptions, ServerOptions } from './options'
import { run } from './run'

export interface PipelineOptions extends ServerOptions, KeepOptions, AlertOptions {
  endpoint?: string
}

/** `tractionboard pipeline`: a pipeline alone, which delivers to the endpoint that it is given. */
export async function pipeline({ endpoint, ...options }: PipelineOptions): Promise<void> {
  const database = locationOf(options, 'pipeline')
  await checkEndpoint(endpoint)
  const keep = await keepOf(options)
  const alerts = await alertsOf(options)
  await run(options, ['writeKey', 'tokenId'], async ({ adminKey, writeKey, tokenId }, events) => {
    const { startPipeline } = await import('../pipeline/index.js')
    const { url, close } = await startPipeline({
      ...webOptions(options),
      database,
      adminKey,
      keep,
      alerts,
      queue: queueOf(options),
      sources: [{ name: 'My source', writeKey, settings: { tokenId, endpoint } }],
      onOutcome: (outcome) => events.tell(outcome)
    })
    return { pipeline: { url, page: options.publicUrl, writeKey }, close }
  })
}
