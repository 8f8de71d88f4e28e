import { workerData } from 'node:worker_threads'
import { serve } from '../../../src/database/engine/serve'
import { random } from '../random'
import { UnsyncedFiles } from './unsynced-files'

const { seed, cutAfter, whileOpening, ...options } = workerData
const files = new UnsyncedFiles(options.folder, random(seed))
if (whileOpening) files.cutAfter(cutAfter)

void serve({ ...options, files: () => files }).then(() => whileOpening || files.cutAfter(cutAfter))
