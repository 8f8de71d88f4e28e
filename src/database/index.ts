import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Database, DatabaseLocation } from './database'
import { openEmbedded } from './embedded'
import { Schema, migrate } from './migrate'
import { openPostgres } from './postgres'

export { arrayOf, type ArrayType } from './arrays'
export type { Database, DatabaseLocation, Prepared, Queryable, Room } from './database'
export { makeArchive } from './engine/make-archive'
export { unavailability, type Unavailability } from './errors'
export { GroupCommit } from './group-commit'
export { makeFolder } from './make-folder'
export { migrate, type Migration, type Schema } from './migrate'

/**
 * Opens PostgreSQL by its URL, or an embedded one (PGlite) in a folder or in memory, and brings the tables of the schema up to
 * date. A folder is locked against every other process; a server must answer at once.
 * @throws Error that says in one line what is in the way
 */
export async function openDatabase(location: DatabaseLocation, schema?: Schema): Promise<Database> {
  const database = await open(location, schema)
  try {
    if (schema) await migrate(database, schema)
    return database
  } catch (error) {
    await database.close()
    throw error
  }
}

function open(location: DatabaseLocation, schema: Schema | undefined): Promise<Database> {
  if ('url' in location) return openPostgres(location.url)
  const archive = schema && archiveOf(schema)
  return openEmbedded({
    folder: 'folder' in location ? location.folder : undefined,
    archive: archive !== undefined && existsSync(archive) ? archive : undefined
  })
}

/** Where the build puts the archive, seen from the compiled module and from its source alike. */
export function archiveOf({ name }: Schema): string {
  return join(__dirname, '..', '..', 'dist', 'database', `${name}.tar.gz`)
}
