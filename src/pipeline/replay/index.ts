import type { Mapping } from '../match/mapping'
import { presetMappings } from '../match/presets'
import { rehearse } from './dry-run'
import { findInputs } from './files'
import { checkFilter } from './filter'
import { definition } from './options'
import type { ReplayOptions, ReplayResult } from './options'
import { send } from './send'

export { ReplayStopped } from './sender'
export type { Wait } from './sender'
export { decimal, total } from './report'
export type { Report } from './report'
export type { Refused } from './refused-file'
export type { Filter } from './filter'
export type { Progress, ReplayOptions, ReplayResult } from './options'

/**
 * Sends history through the destination to the endpoint. Each file is sent once for a receiver, a filter and a board: what
 * an earlier run did is not done again, of a file that has grown the new lines are sent.
 * @throws Error in one line for inputs that cannot be found or a filter that leaves nothing; ReplayStopped when the endpoint
 * takes no events
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult> {
  checkFilter(options.filter ?? {})
  const inputs = await findInputs(options.paths, options.refusedFile)
  const mappings: readonly Mapping[] = options.mappings ?? presetMappings(definition(), new Date())
  return options.dryRun ? rehearse(inputs, mappings, options) : send(inputs, mappings, options)
}
