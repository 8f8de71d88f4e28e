import fs from 'node:fs'
import { workerData } from 'node:worker_threads'
import { serve } from '../../serve'

/** Megabytes that are free on the disk, as the test says, in memory that it shares; below zero it takes no more at all. */
const free = new Int32Array(workerData.free)
const { writeSync } = fs

fs.statfsSync = (() => ({ bavail: Math.abs(Atomics.load(free, 0)), bsize: 1024 * 1024 })) as never
fs.writeSync = ((...parameters: Parameters<typeof writeSync>) => {
  if (Atomics.load(free, 0) < 0) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
  return writeSync(...parameters)
}) as never

void serve(workerData)
