import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { create } from 'tar'
import { openEmbedded } from '../embedded'
import { Schema, migrate } from '../migrate'

/** Makes the archive that new embedded databases of a schema are made from: an empty one, migrated and closed in order. */
export async function makeArchive(schema: Schema, file: string): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'tractionboard-archive-'))
  try {
    const folder = join(home, 'data')
    const database = await openEmbedded({ folder })
    // Two thirds of the files belong to templates for further databases, of which there will be none.
    await database.query('UPDATE pg_database SET datistemplate = false')
    await database.query('DROP DATABASE template1')
    await database.query('DROP DATABASE template0')
    await migrate(database, schema)
    await database.query('VACUUM (FREEZE, ANALYZE)')
    await database.close()
    await create({ file, cwd: folder, gzip: { level: 9 }, portable: true, mtime: new Date(0) }, ['.'])
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}
