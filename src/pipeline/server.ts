import fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { adminRoutes, unknownRoute, type AdminOptions } from './read-api/routes'
import { PipelineError, problem } from './errors'
import { trackingRoutes, type TrackingOptions } from './receive/routes'

export type AppOptions = TrackingOptions &
  AdminOptions & {
    /** Told of failures that are the pipeline's own. */
    onError: (error: Error) => void
  }

/** The pipeline's HTTP interface, not listening yet. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 256 },
    // What a request says too much is told, not dropped.
    ajv: { customOptions: { removeAdditional: false } }
  })
  app.setErrorHandler((error: FastifyError | PipelineError, _request, reply) => {
    const known = error instanceof PipelineError ? error : translate(error)
    if (known.status >= 500) options.onError(error)
    return reply.code(known.status).send(known.toJSON())
  })
  app.setNotFoundHandler((request, reply) => {
    const error = unknownRoute(request)
    return reply.code(error.status).send(error.toJSON())
  })
  await app.register(trackingRoutes, { ...options, prefix: '/v1' })
  await app.register(adminRoutes, options)
  app.addHook('preClose', async () => options.feed.close())
  return app
}

/** Fastify's own errors, as ours. */
function translate(error: FastifyError): PipelineError {
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return problem('request_too_large')
  if (error.validation) return problem('invalid_request', { detail: error.message }, error.validation[0]?.instancePath)
  const { statusCode = 500 } = error
  return statusCode < 500 ? problem('invalid_request', { detail: error.message }) : problem('internal_error')
}
