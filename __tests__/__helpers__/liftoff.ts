import { setFlagsFromString } from 'node:v8'

/**
 * The databases of tests live for seconds: compiling the WebAssembly of PostgreSQL a second time, for speed, takes more than it
 * gives. With this flag Node leaves it at the first time.
 */
export const LIFTOFF = '--liftoff-only'

setFlagsFromString(LIFTOFF)
