import fc from 'fast-check'
import { basename } from 'node:path'

/** What a run of the tests begins with where it is left to chance: `SEED=... npm test` tries other values. */
export const SEED = process.env.SEED ?? '1'

const file = basename(expect.getState().testPath ?? '')
// A file tries the same values each time, so that a red test stays red; no two files try the same.
fc.configureGlobal({ seed: [...`${file} ${SEED}`].reduce((hash, char) => (hash * 31 + char.charCodeAt(0)) | 0, 0) })

export default fc
