import type { AnyDefinition } from '../destination'
import { definitionFindings } from './definition'
import type { Finding } from './finding'
import { folderFindings } from './folder'

export { formatFindings } from './finding'
export type { Finding } from './finding'

/** All that the monorepo's checks and its guidance for pull requests would object to, in the definition or its folder. */
export async function validate(folder: string, definition: AnyDefinition): Promise<Finding[]> {
  return [...definitionFindings(definition), ...(await folderFindings(folder, definition))]
}
