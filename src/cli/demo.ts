import { Presets, SingleBar } from 'cli-progress'
import path from 'node:path'
import { fillWithDemo } from '../demo'
import type { DataOptions } from './options'
import { findRunning } from './running'
import { linkLines } from './screen'

/** `tractionboard demo`: sample data for the product that runs on this machine, with a progress bar. */
export async function demo(options: DataOptions): Promise<void> {
  const running = await findRunning(path.resolve(options.data))
  const { board, pipeline, adminKey } = running
  if (!board || !pipeline) {
    throw new Error('The demo takes a pipeline and a board. Run "tractionboard start", and leave it running.')
  }
  const bar = new SingleBar(
    { format: '{bar} {percentage}%  {value} of {total} calls  {eta_formatted} left', noTTYOutput: false },
    Presets.shades_classic
  )
  try {
    const count = await fillWithDemo({
      pipelineUrl: pipeline.url,
      writeKey: pipeline.writeKey,
      boardUrl: board.url,
      adminKey,
      now: new Date(),
      onProgress: (done, total) => (bar.isActive ? bar.update(done) : bar.start(total, done))
    })
    bar.stop()
    process.stdout.write(`\n${count} calls were accepted. The board has them in a moment.\n\n`)
    process.stdout.write(`${linkLines(running).join('\n')}\n`)
  } finally {
    bar.stop()
  }
}
