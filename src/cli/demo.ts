import { Presets, SingleBar } from 'cli-progress'
import path from 'node:path'
import { fillWithDemo } from '../demo'
import { resolveSecrets } from './secrets'

export interface DemoCommandOptions {
  data: string
  port: number
  boardPort: number
}

/** `tractionboard demo`: sample data for the product that runs on this machine, with a progress bar. */
export async function demo({ data, port, boardPort }: DemoCommandOptions): Promise<void> {
  const { writeKey, adminKey } = await resolveSecrets(path.resolve(data), process.env)
  const boardUrl = `http://127.0.0.1:${boardPort}`
  const bar = new SingleBar(
    { format: '{bar} {percentage}%  {value} of {total} calls  {eta_formatted} left', noTTYOutput: false },
    Presets.shades_classic
  )
  try {
    const count = await fillWithDemo({
      pipelineUrl: `http://127.0.0.1:${port}`,
      writeKey,
      boardUrl,
      adminKey,
      now: new Date(),
      onProgress: (done, total) => (bar.isActive ? bar.update(done) : bar.start(total, done))
    })
    bar.stop()
    process.stdout.write(`${count} calls were accepted. The board at ${boardUrl} has them in a moment.\n`)
  } catch (error) {
    bar.stop()
    throw error
  }
}
