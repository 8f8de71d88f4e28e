import { Worker } from 'node:worker_threads'
import { Database, Schema, archiveOf, migrate } from '../../../src/database'
import { openEmbedded } from '../../../src/database/embedded'
import { random } from '../random'

/** Writes and syncs after which the power fails: within the first requests, or after some hundred with checkpoints among them. */
const EARLIEST = 50
const LATEST = 1_500
/** The first time there must be a database first. */
const SET_UP = 500

export interface FailingDatabase extends Database {
  /** How often the power has failed. */
  readonly cuts: number
}

/** An embedded database on a machine whose power fails so many times. */
export async function openFailing(
  folder: string,
  schema: Schema,
  { cuts, seed }: { cuts: number; seed: string }
): Promise<FailingDatabase> {
  const next = random(seed)
  let starts = 0
  const database = await openEmbedded({
    folder,
    archive: archiveOf(schema),
    startThread(options) {
      const cutAfter = starts < cuts ? (starts === 0 ? SET_UP : EARLIEST) + next() ** 2 * LATEST : Infinity
      // Some cuts fall into the recovery from the one before. Were it all, no recovery would come to its end.
      const whileOpening = next() < 0.2
      const workerData = { ...options, seed: `${seed} ${starts++}`, cutAfter, whileOpening }
      return new Worker(require.resolve('./thread'), { workerData })
    }
  })
  await migrate(database, schema)
  return {
    ...database,
    get cuts() {
      return starts - 1
    }
  }
}
