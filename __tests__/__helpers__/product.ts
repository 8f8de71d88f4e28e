import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { LIFTOFF } from './liftoff'

export const CLI = path.join(__dirname, '..', '..', 'dist', 'cli.js')

/** `tractionboard start` as a person runs it: a process of its own, on free ports and a folder of its own. */
export interface Product {
  pipelineUrl: string
  boardUrl: string
  writeKey: string
  tokenId: string
  adminKey: string
  /** Everything printed so far, the start screen included. */
  output(): string
  /** Ends the reading of what it prints, as a closed terminal does. */
  closeOutput(): void
  /** The events that the board has, newest first, all pages of them. */
  events(): Promise<BoardEvent[]>
  stop(signal?: NodeJS.Signals): Promise<number | null>
}

export type BoardEvent = { id: string; type: string; user_id?: string; [field: string]: unknown }

export interface Ports {
  pipeline: number
  board: number
}

export async function temporaryFolder(): Promise<{ folder: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tractionboard-'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Starts the product on a data folder and waits for its start screen. */
export async function startProduct(data: string, ports: Ports = { pipeline: 0, board: 0 }): Promise<Product> {
  const child = spawn(
    process.execPath,
    [LIFTOFF, CLI, 'start', '--data', data, '--port', String(ports.pipeline), '--board-port', String(ports.board)],
    { env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] }
  )
  const printed = await collectUntil(child, 'Ctrl-C ends it')
  const [pipelineUrl, boardUrl] = ['Pipeline', 'Board'].map(
    (label) => new RegExp(`^${label} +(http://127\\.0\\.0\\.1:\\d+)`, 'm').exec(printed())?.[1] ?? ''
  )
  const secrets = JSON.parse(await readFile(path.join(data, 'secrets.json'), 'utf8')) as {
    tokenId: string
    writeKey: string
    adminKey: string
  }
  return {
    pipelineUrl,
    boardUrl,
    ...secrets,
    output: printed,
    closeOutput: () => [child.stdout, child.stderr].forEach((stream) => stream.destroy()),
    events: () => readEvents(boardUrl, secrets.adminKey),
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill(signal)
        await once(child, 'exit')
      }
      return child.exitCode
    }
  }
}

/** What `verify` says of a board that runs: `{ count: 0, differences: [] }` where all is what its events say. */
export async function verifyRunning(boardUrl: string, adminKey: string): Promise<unknown> {
  const headers = { authorization: `Bearer ${adminKey}` }
  const response = await fetch(`${boardUrl}/api/verify`, { method: 'POST', headers })
  const lines = (await response.text()).trim().split('\n')
  return (JSON.parse(lines[lines.length - 1]) as { result: unknown }).result
}

/** Runs a command of the product to its end. */
export function runCommand(...args: string[]): Promise<CommandResult> {
  return runCommandIn({}, ...args)
}

export interface CommandResult {
  code: number | null
  stdout: string
  stderr: string
}

/** As `runCommand`, with these environment variables. */
export async function runCommandIn(environment: NodeJS.ProcessEnv, ...args: string[]): Promise<CommandResult> {
  const env = { ...cleanEnvironment(), ...environment }
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => (stdout += chunk))
  child.stderr.on('data', (chunk) => (stderr += chunk))
  await once(child, 'close')
  return { code: child.exitCode, stdout, stderr }
}

/** How many lines of an output there are, without Commander's guess at what was meant. */
export const linesOf = (text: string) => text.trim().split(/\n(?!\(Did you mean )/).length

/** Waits until `check` gives a value; fails with what it saw last. */
export async function eventually<Value>(
  check: () => Promise<Value | undefined>,
  milliseconds = 60_000
): Promise<Value> {
  const deadline = Date.now() + milliseconds
  for (;;) {
    const value = await check()
    if (value !== undefined) return value
    if (Date.now() > deadline) throw new Error(`not within ${milliseconds} ms: ${check.toString()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Nothing of this machine's settings, and no colours, which a CI machine turns on. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const given = /^(TRACTIONBOARD_|SEGMENT_|DATABASE_URL$|FORCE_COLOR$)/
  const kept = Object.entries(process.env).filter(([name]) => !given.test(name))
  return { ...Object.fromEntries(kept), NO_COLOR: '1' }
}

async function collectUntil(child: ChildProcess, mark: string): Promise<() => string> {
  let printed = ''
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      printed += chunk
      if (printed.includes(mark)) resolve()
    })
    child.stderr?.on('data', (chunk) => (printed += chunk))
    child.on('exit', () => reject(new Error(`the product ended before it was ready:\n${printed}`)))
  })
  return () => printed
}

async function readEvents(boardUrl: string, adminKey: string): Promise<BoardEvent[]> {
  const events: BoardEvent[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const response = await fetch(
      `${boardUrl}/api/events?limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      {
        headers: { Authorization: `Bearer ${adminKey}` }
      }
    )
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
    const page = (await response.json()) as { events: BoardEvent[]; next_cursor: string | null }
    events.push(...page.events)
    cursor = page.next_cursor
  }
  return events
}
