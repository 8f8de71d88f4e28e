import { demoHistory } from './history'

export { demoHistory }
import type { Call } from './call'
import type { CampaignSpend, Spend } from './history'

const BATCH = 250

export interface DemoOptions {
  pipelineUrl: string
  writeKey: string
  /** Where the acquisition spend goes, which no event carries. */
  boardUrl: string
  adminKey: string
  now: Date
  /** Told after each batch how many calls of how many were accepted. */
  onProgress: (done: number, total: number) => void
}

/**
 * Fills a board with twelve months of a small SaaS, the way real events come: through the Tracking API, the destination
 * and the Events API. Doing it again changes nothing.
 * @returns the number of calls
 * @throws Error that says in one line who did not answer, or what was answered
 */
export async function fillWithDemo(options: DemoOptions): Promise<number> {
  const { calls, spend, campaignSpend } = demoHistory(options.now)
  await sendCalls(options, calls, options.onProgress)
  await enterSpend(options, 'spend', spend)
  await enterSpend(options, 'spend/campaigns', campaignSpend)
  return calls.length
}

/** Sends calls to a pipeline, batch by batch. @throws Error that says in one line who did not answer, or what was answered */
export async function sendCalls(
  pipeline: Pick<DemoOptions, 'pipelineUrl' | 'writeKey'>,
  calls: readonly Call[],
  onProgress: DemoOptions['onProgress'] = () => undefined
): Promise<void> {
  for (let start = 0; start < calls.length; start += BATCH) {
    await sendBatch(pipeline, calls.slice(start, start + BATCH))
    onProgress(Math.min(start + BATCH, calls.length), calls.length)
  }
}

function sendBatch(
  { pipelineUrl, writeKey }: Pick<DemoOptions, 'pipelineUrl' | 'writeKey'>,
  batch: Call[]
): Promise<void> {
  return call(`${pipelineUrl}/v1/batch`, 'POST', `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`, { batch })
}

function enterSpend({ boardUrl, adminKey }: DemoOptions, path: string, spend: Spend | CampaignSpend): Promise<void> {
  return call(`${boardUrl}/api/${path}`, 'PUT', `Bearer ${adminKey}`, spend)
}

async function call(url: string, method: string, authorization: string, body: unknown): Promise<void> {
  let response: Response
  try {
    response = await fetch(url, {
      method,
      headers: { 'Content-Type': 'application/json', Authorization: authorization },
      body: JSON.stringify(body)
    })
  } catch {
    throw new Error(`Nothing answers at ${new URL(url).origin}. Run "tractionboard start" first, and leave it running.`)
  }
  if (!response.ok) {
    throw new Error(`${method} ${url} was answered ${response.status}: ${await response.text()}`)
  }
}
