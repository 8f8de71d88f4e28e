import { existsSync } from 'node:fs'
import { openDatabase } from '../database'
import type { DatabaseLocation } from '../database'
import type { Mapping } from '../pipeline/match/mapping'
import { sourceIdOf } from '../pipeline/receive/credentials'
import { selectMappings, selectSources } from '../pipeline/store/sources'
import { ask, readPlace } from './running'
import type { Place } from './running'
import { requireSecrets } from './secrets'

/** The mappings that a source has, as they were saved on its page. */
export interface SavedMappings {
  source: string
  mappings: Mapping[]
}

interface SourceName {
  id: string
  name: string
}

/**
 * The mappings that were saved in the pipeline of a data folder or of a PostgreSQL; `undefined` where there is no pipeline. An
 * embedded database belongs to the process that runs on it, which is then asked.
 * @throws Error in one line where the pipeline has several sources and none of them is meant, or cannot be asked
 */
export async function findSavedMappings(
  dataFolder: string,
  location: DatabaseLocation
): Promise<SavedMappings | undefined> {
  const { writeKey } = await requireSecrets(dataFolder, ['writeKey']).catch(() => ({ writeKey: undefined }))
  const running = 'folder' in location ? await readPlace(dataFolder, 'pipeline') : undefined
  const answers = running && (await fetch(`${running.url}/healthz`).catch(() => undefined))
  if (running && answers) return askFor(dataFolder, running, writeKey)
  if ('folder' in location && !existsSync(location.folder)) return undefined
  const database = await openDatabase(location)
  try {
    const [{ exists }] = await database.query<{ exists: boolean }>(
      `SELECT to_regclass('pipeline.mappings') IS NOT NULL AS exists`
    )
    const ids = exists ? await database.query<{ id: string }>('SELECT source_id AS id FROM pipeline.sources') : []
    if (ids.length === 0) return undefined
    const source = choose(
      await selectSources(
        database,
        ids.map(({ id }) => id)
      ),
      writeKey
    )
    return { source: source.name, mappings: await selectMappings(database, source.id) }
  } finally {
    await database.close()
  }
}

async function askFor(dataFolder: string, place: Place, writeKey: string | undefined): Promise<SavedMappings> {
  const { adminKey } = await requireSecrets(dataFolder, ['adminKey'])
  const { sources } = await ask<{ sources: SourceName[] }>(place, '/api/sources', adminKey)
  const source = choose(sources, writeKey)
  const { mappings } = await ask<{ mappings: (Omit<Mapping, 'updatedAt'> & { updatedAt: string })[] }>(
    place,
    `/api/sources/${source.id}/mappings`,
    adminKey
  )
  return {
    source: source.name,
    mappings: mappings.map((mapping) => ({ ...mapping, updatedAt: new Date(mapping.updatedAt) }))
  }
}

function choose<Each extends SourceName>(sources: readonly Each[], writeKey: string | undefined): Each {
  const own = writeKey === undefined ? undefined : sources.find(({ id }) => id === sourceIdOf(writeKey))
  if (own) return own
  if (sources.length === 1) return sources[0]
  const names = sources.map(({ name }) => name).join(', ')
  throw new Error(
    `The pipeline has ${sources.length} sources (${names}). Give SEGMENT_WRITE_KEY, the write key of the one whose mappings count, or --presets.`
  )
}
