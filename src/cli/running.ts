import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { Addresses } from './screen'
import { requireSecrets } from './secrets'

type Part = 'board' | 'pipeline'
/** Where a part listens, and where a person's browser reaches its page. */
export interface Place {
  url: string
  page?: string
}

const fileOf = (dataFolder: string, part: Part) => path.join(dataFolder, `running.${part}.json`)

/**
 * Keeps where a part runs, for `open` and `demo`. Only a folder that is in use takes it: where everything is given
 * nothing is written. Gives the function that removes it.
 */
export async function keepPlace(dataFolder: string, part: Part, place: Place): Promise<() => Promise<void>> {
  if (!existsSync(dataFolder)) return async () => undefined
  const file = fileOf(dataFolder, part)
  // It is a convenience: a folder that cannot be written does not keep a server from running.
  await writeFile(file, JSON.stringify(place), { mode: 0o600 }).catch(() => undefined)
  return () => rm(file, { force: true }).catch(() => undefined)
}

/**
 * What runs on a data folder, with its keys. The Token ID is the board's own word.
 * @throws Error in one line where nothing runs or answers
 */
export async function findRunning(dataFolder: string): Promise<Addresses> {
  const [board, pipeline] = [await readPlace(dataFolder, 'board'), await readPlace(dataFolder, 'pipeline')]
  if (!board && !pipeline) {
    throw new Error(
      `Nothing runs on the data folder ${dataFolder}. Run "tractionboard start" first, and leave it running.`
    )
  }
  const { adminKey } = await requireSecrets(dataFolder, ['adminKey'])
  const addresses: Addresses = { adminKey }
  if (board) {
    addresses.board = { ...board, tokenId: await tokenIdOf(board, adminKey) }
  }
  if (pipeline) {
    await ask(pipeline, '/api/sources', adminKey)
    addresses.pipeline = { ...pipeline, ...(await requireSecrets(dataFolder, ['writeKey'])) }
  }
  return addresses
}

/**
 * The Token ID of a board that runs, as it is now: it may have been rotated.
 * @throws Error in one line where the board does not answer
 */
export async function tokenIdOf(board: Place, adminKey: string): Promise<string> {
  return (await ask<{ token_id: string }>(board, '/api/settings/integrations', adminKey)).token_id
}

/** Tells a board which pipeline runs beside it, for what its page shows. It is a convenience: the board works without. */
export async function tellPipeline(
  { url }: Place,
  adminKey: string,
  pipeline: { url: string; write_key: string }
): Promise<void> {
  await fetch(`${url}/api/settings/pipeline`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(pipeline),
    signal: AbortSignal.timeout(5_000)
  }).catch(() => undefined)
}

export async function readPlace(dataFolder: string, part: Part): Promise<Place | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(dataFolder, part), 'utf8')) as Place
  } catch {
    return undefined
  }
}

/** Calls the read API of a part that runs. @throws Error in one line where it does not answer as it should */
export async function ask<Answer>({ url }: Place, call: string, adminKey: string): Promise<Answer> {
  const headers = { Authorization: `Bearer ${adminKey}` }
  const response = await fetch(url + call, { headers, signal: AbortSignal.timeout(5_000) }).catch(() => undefined)
  if (!response) throw new Error(`Nothing answers at ${url}. Run "tractionboard start" first, and leave it running.`)
  if (!response.ok) throw new Error(`${url} answered ${response.status}: it runs with another admin key, or not well.`)
  return (await response.json()) as Answer
}

/**
 * Has a part that runs do something long, which it tells of in lines of JSON.
 * @throws Error in one line where it does not come to its end
 */
export async function askInSteps<Answer>(
  { url }: Place,
  call: string,
  adminKey: string,
  onProgress: (done: number, total: number) => void
): Promise<Answer> {
  const headers = { Authorization: `Bearer ${adminKey}` }
  const response = await fetch(url + call, { method: 'POST', headers })
  if (!response.ok || !response.body) throw new Error(`${url} answered ${response.status}.`)
  for await (const text of createInterface({ input: Readable.fromWeb(response.body as ReadableStream) })) {
    const line = JSON.parse(text) as
      { done: number; total: number } | { result: Answer } | { error: { message: string } }
    if ('error' in line) throw new Error(line.error.message)
    if ('result' in line) return line.result
    onProgress(line.done, line.total)
  }
  throw new Error(`${url} has ended in the midst of it. Run the command again: it goes on from there.`)
}
