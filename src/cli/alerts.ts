import path from 'node:path'
import { checkAlertUrl } from '../pipeline/alerts/webhook'
import type { Webhook } from '../pipeline/alerts/webhook'
import type { AlertOptions, DataOptions } from './options'
import { resolveSecrets } from './secrets'

/** The webhook that was given, with the secret that signs what it is told: given too, or generated and kept. */
export async function alertsOf({ alertUrl, data }: AlertOptions & DataOptions): Promise<Webhook | undefined> {
  if (alertUrl === undefined) return undefined
  checkAlertUrl(alertUrl)
  const { alertSecret } = await resolveSecrets(path.resolve(data), ['alertSecret'])
  return { url: alertUrl, secret: alertSecret }
}
