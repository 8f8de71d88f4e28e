import { adminKey, type Running } from './pipeline'

export type Answer = { status: number; body: any }

/** Calls the page's API of the pipeline's only source with the admin key. */
export async function callAdmin(
  { pipeline }: Pick<Running, 'pipeline'>,
  method: string,
  path: string,
  body?: unknown,
  more: Record<string, string> = {}
): Promise<Answer> {
  const headers = {
    ...more,
    authorization: `Bearer ${adminKey}`,
    ...(body !== undefined && { 'content-type': 'application/json' })
  }
  const get = async (url: string, init?: RequestInit) => {
    const response = await fetch(pipeline.url + url, { headers, ...init })
    const text = await response.text()
    return { status: response.status, body: text ? JSON.parse(text) : undefined }
  }
  const { body: answer } = await get('/api/sources')
  return get(`/api/sources/${answer.sources[0].id}${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body)
  })
}

/** A mapping as the page's API gives it, cut to what the API takes back. */
export const mappingInput = ({ name, partnerAction, subscribe, mapping, enabled }: any) => ({
  name,
  partnerAction,
  subscribe,
  mapping,
  enabled
})

/** A payment of ada's, as the Tracking API takes it. */
export const payment = (messageId: string, fields = {}) => ({
  event: 'Payment Made',
  userId: 'ada',
  properties: { revenue: 5 },
  messageId,
  ...fields
})
