import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger'

/** What the OpenAPI document says beside the routes. */
export const OPENAPI: FastifyDynamicSwaggerOptions['openapi'] = {
  openapi: '3.1.0',
  info: {
    title: 'tractionboard-destination: the board',
    version: '1.0.0',
    description:
      'The Events API, which the destination sends to, and the read API, which the dashboard and scripts use. ' +
      'Tractionboard has published no server-side event API: this contract is this project’s own.'
  },
  components: {
    securitySchemes: {
      tokenId: { type: 'http', scheme: 'basic', description: 'The Token ID as the user name, an empty password' },
      adminKey: {
        type: 'http',
        scheme: 'bearer',
        description: 'The admin key; for reading, also the key of a read-only link'
      }
    }
  }
}
