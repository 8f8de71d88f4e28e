import { BOARD_SCHEMA } from '../board'
import { archiveOf, makeArchive } from '../database'
import { PIPELINE_SCHEMA } from '../pipeline'

/** A step of the build: the prepared databases, of which `start` makes new ones at once. */
async function makeArchives(): Promise<void> {
  await Promise.all([BOARD_SCHEMA, PIPELINE_SCHEMA].map((schema) => makeArchive(schema, archiveOf(schema))))
}

void makeArchives()
