/** A call of Segment's Tracking API, as an SDK sends it. */
export interface Call {
  type: 'page' | 'screen' | 'identify' | 'track' | 'group' | 'alias'
  messageId: string
  timestamp: string
  anonymousId: string
  userId?: string
  [field: string]: unknown
}

/**
 * Makes the calls of one person. Their message ids are numbered under `key`, so that sending a history again changes
 * nothing.
 */
export function caller(key: string, anonymousId: string, userId?: string) {
  let number = 0
  return (type: Call['type'], time: number, fields: Record<string, unknown>): Call => ({
    type,
    messageId: `demo-${key}-${number++}`,
    timestamp: new Date(time).toISOString(),
    anonymousId,
    ...(userId && { userId }),
    ...fields
  })
}
