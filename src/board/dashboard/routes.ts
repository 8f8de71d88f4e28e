import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { Database } from '../../database'
import { page } from '../../web/page'
import { BoardError } from '../errors'
import { findReader, signIn } from '../read-api/session'

/** Where the build puts the dashboard: beside this file's folder, in `page`. */
const BUILT_PAGE = join(__dirname, '..', 'page')

/** The dashboard, for who has the admin key of a board. */
export function dashboard(database: Database, folder: string = BUILT_PAGE) {
  return (app: FastifyInstance): Promise<void> =>
    page(app, {
      folder,
      isSignedIn: async (request) => (await findReader(database, request)) !== undefined,
      signIn: (reply, key) => signIn(database, reply, key),
      notFound: () => new BoardError('not_found')
    })
}
