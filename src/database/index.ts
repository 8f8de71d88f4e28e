import { Database, DatabaseLocation } from './database'
import { openEmbedded } from './embedded'
import { openPostgres } from './postgres'

export type { Database, DatabaseLocation, Queryable } from './database'
export { GroupCommit } from './group-commit'
export { migrate, type Migration } from './migrate'

/**
 * Opens PostgreSQL by its URL, or an embedded one (PGlite) in a folder or in memory. A folder is locked against every other
 * process; a server must answer at once.
 */
export function openDatabase(location: DatabaseLocation): Promise<Database> {
  if ('url' in location) return openPostgres(location.url)
  return openEmbedded('folder' in location ? location.folder : undefined)
}
