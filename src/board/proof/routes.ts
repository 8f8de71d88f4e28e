import { PassThrough } from 'node:stream'
import { Type } from '@sinclair/typebox'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Database } from '../../database'
import type { SignIn } from '../../web'
import { errorAnswers } from '../error-answers'
import { problem } from '../errors'
import type { Reader } from '../store/sessions'
import { rebuildBoard } from './rebuild'
import type { Progress } from './replay'
import { verifyBoard } from './verify'

const describe = (summary: string) => ({
  schema: {
    summary,
    description:
      'Answers in lines of JSON: any number of `{"done", "total"}` in events, then one `{"result"}` or `{"error"}`.',
    security: [{ adminKey: [] }],
    response: {
      200: { content: { 'application/x-ndjson': { schema: Type.String() } } },
      ...errorAnswers(401, 403, 429, 503)
    }
  }
})

/** Proof of the board that serves: an embedded database is open in its process alone. Mounted at /api. */
export function proofApi(database: Database, signIn: SignIn<Reader>, check: (boardId: number) => void) {
  return async (app: FastifyInstance): Promise<void> => {
    app.post('/verify', describe('Compute the state from the events, and compare'), async (request, reply) => {
      const { boardId } = await signIn.readerOf(request)
      check(boardId)
      return inSteps(request, reply, (onProgress) => verifyBoard(database, boardId, onProgress))
    })

    app.post('/rebuild', describe('Make the state anew from the events'), async (request, reply) => {
      const { boardId } = await signIn.readerOf(request)
      check(boardId)
      return inSteps(request, reply, async (onProgress) => {
        return { events: await rebuildBoard(database, boardId, onProgress) }
      })
    })
  }
}

/** Work that was begun is carried to its end, also where nobody listens any more. */
function inSteps(request: FastifyRequest, reply: FastifyReply, work: (onProgress: Progress) => Promise<object>) {
  const lines = new PassThrough()
  lines.on('error', () => undefined)
  const write = (line: object) => lines.destroyed || lines.write(`${JSON.stringify(line)}\n`)
  const run = async () => {
    try {
      write({ result: await work((done, total) => write({ done, total })) })
    } catch (error) {
      request.log.error({ err: error }, 'the proof failed')
      write(problem('internal_error').body)
    } finally {
      lines.end()
    }
  }
  void run()
  return reply.type('application/x-ndjson').header('Cache-Control', 'no-store').send(lines)
}
