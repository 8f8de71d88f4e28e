/** The shapes of the read API, for those who call it: `import type { Metrics } from '../read-api'`. */
export type * from './read-api/shapes'
