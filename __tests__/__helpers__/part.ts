import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { LIFTOFF } from './liftoff'

const CLI = path.join(__dirname, '..', '..', 'dist', 'cli.js')

/** A board or a pipeline that runs alone, in a process of its own, at the same port after every start. */
export interface Part {
  url: string
  /** Ends it at once, as a power failure would, and starts it again. */
  kill(): Promise<void>
  stop(): Promise<void>
}

export async function startPart(
  command: 'board' | 'pipeline',
  data: string,
  environment: Record<string, string>
): Promise<Part> {
  const port = await freePort()
  const start = async () => {
    const child = spawn(process.execPath, [LIFTOFF, CLI, command, '--data', data, '--port', String(port)], {
      env: { ...process.env, DATABASE_URL: undefined, ...environment },
      stdio: ['ignore', 'pipe', 'inherit']
    })
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk) => String(chunk).includes(String(port)) && resolve())
      child.on('exit', () => reject(new Error(`the ${command} ended before it was ready`)))
    })
    return child
  }
  let child = await start()
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
  return {
    url: `http://127.0.0.1:${port}`,
    async kill() {
      await end('SIGKILL')
      child = await start()
    },
    stop: () => end('SIGTERM')
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
