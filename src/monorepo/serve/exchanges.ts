import type { Destination } from '@segment/actions-core'

type EngineResponse = Destination['responses'][number]

/** A request that an action made and its answer, as Segment's Actions Tester shows them. */
export interface Exchange {
  request: { url: string; method: string; headers: Record<string, string>; body: string }
  response: { statusCode: number; statusMessage?: string; headers: unknown; body: unknown }
}

const SECRET_HEADERS = new Set(['authorization', 'proxy-authorization', 'cookie', 'x-api-key'])

export function exchangesOf(responses: readonly EngineResponse[]): Promise<Exchange[]> {
  return Promise.all(responses.map(exchangeOf))
}

async function exchangeOf(response: EngineResponse): Promise<Exchange> {
  // A body can be read once, and the engine may want it still.
  const request = response.request.clone()
  return {
    request: {
      url: request.url,
      method: request.method,
      headers: withoutSecrets(request.headers),
      body: await request.text()
    },
    response: {
      statusCode: response.status,
      statusMessage: response.statusText,
      headers: response.headers,
      body: response.data ?? response
    }
  }
}

function withoutSecrets(headers: EngineResponse['request']['headers']): Record<string, string> {
  const shown: Record<string, string> = {}
  headers.forEach((value, name) => {
    shown[name] = SECRET_HEADERS.has(name) ? '<redacted>' : value
  })
  return shown
}
