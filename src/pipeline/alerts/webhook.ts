import { createHmac } from 'node:crypto'

/** Where alerts go, and the secret that signs them. */
export interface Webhook {
  url: string
  secret: string
}

/** How long the webhook may take to answer. */
const TIMEOUT_MS = 10_000

/** Bears `sha256=` and the HMAC-SHA256 of the body in hexadecimal digits. */
export const SIGNATURE_HEADER = 'X-Tractionboard-Signature'

/** What is sent. It bears nothing of a person, an event or a key. */
export interface AlertMessage {
  /** The same for each time that this message is tried, so that one that came twice is known. */
  id: string
  state: 'begins' | 'ends'
  kind: string
  source: string
  message: string
  /** RFC 3339. */
  began_at: string
  ended_at: string | null
}

/**
 * @throws Error in one line for an address that is neither https nor http of this machine. It does not repeat the address,
 * which may hold a secret
 */
export function checkAlertUrl(address: string): void {
  const url = URL.canParse(address) ? new URL(address) : undefined
  const isLoopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url?.hostname ?? '')
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback)
  if (isSafe && url?.username === '' && url.password === '') return
  throw new Error(
    'The alert URL (--alert-url, TRACTIONBOARD_ALERT_URL) must be https without credentials; http only for this machine.'
  )
}

/** @throws Error where it was not answered by a 2xx in time; a redirect is no answer, for the signature is for this address */
export async function sendAlert({ url, secret }: Webhook, message: AlertMessage, closing: AbortSignal): Promise<void> {
  const body = JSON.stringify(message)
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', [SIGNATURE_HEADER]: `sha256=${sign(body, secret)}` },
    body,
    redirect: 'manual',
    signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)])
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`The webhook answered ${response.status}`)
}

export function sign(body: string, secret: string): string {
  return createHmac('sha256', secret).update(body).digest('hex')
}
