export { generateMetadata } from './metadata'
export { generateTypes } from './types'
