import { workerData } from 'node:worker_threads'
import { serve } from '../../../src/database/engine/serve'
import { random } from '../random'
import { UnsyncedFiles } from './unsynced-files'

const { seed, cutAfter, ...options } = workerData

void serve({ ...options, files: (folder) => new UnsyncedFiles(folder, cutAfter, random(seed)) })
