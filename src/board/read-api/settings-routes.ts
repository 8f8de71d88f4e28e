import type { FastifyInstance } from 'fastify'
import { rotateToken, type Board } from '../store/boards'
import { describe } from './describe'
import { Pipeline } from './neighbour'
import { hasSample, loadSample, removeSample } from './sample'
import * as shapes from './shapes'
import type { Context } from './context'

/** The keys, the pipeline beside the board, and sample data, which come through that. */
export function settingsRoutes(app: FastifyInstance, { database, boardOf }: Context): void {
  const pipelines = new Map<number, Pipeline>()

  app.get(
    '/settings/integrations',
    describe('The Token ID, for Segment and other senders', {}, shapes.Integrations, 403),
    async (request) => ({ ...integrations(boardOf(request)), pipeline: pipelines.get(boardOf(request).boardId) })
  )

  app.put<{ Body: Pipeline }>(
    '/settings/pipeline',
    describe(
      'Say which pipeline runs beside the board, as long as this process does',
      { body: Pipeline },
      Pipeline,
      403
    ),
    async (request) => {
      pipelines.set(boardOf(request).boardId, request.body)
      return request.body
    }
  )

  app.post(
    '/settings/integrations/rotate',
    describe('A new Token ID; the old one stops working at once', {}, shapes.Integrations, 403),
    async (request) => integrations(await rotateToken(database, boardOf(request)))
  )

  app.get('/sample', describe('Whether there are sample data', {}, shapes.Sample), async (request) => ({
    present: await hasSample(database, boardOf(request))
  }))

  app.post(
    '/sample',
    describe('Load sample data through the pipeline', {}, shapes.Sample, 403, 409),
    async (request) => {
      const board = boardOf(request)
      const events = await loadSample(database, board, pipelines.get(board.boardId), new Date())
      return { present: true, events }
    }
  )

  app.delete('/sample', describe('Remove the sample data', {}, shapes.Sample, 403), async (request) => ({
    present: false,
    events: await removeSample(database, boardOf(request), new Date())
  }))
}

function integrations({ tokenId, name, boardId }: Board): shapes.Integrations {
  return { token_id: tokenId, name, number: boardId }
}
