import type { FastifyInstance } from 'fastify'
import { tagOf } from '../../web'
import { loadCampaignSpend, saveCampaignSpend } from './campaign-spend'
import { describe } from './describe'
import * as shapes from './shapes'
import { loadSpend, saveSpend } from './spend'
import * as tables from './tables'
import { asked, type Context } from './context'

/** What was spent to win users, as a whole and by campaign. */
export function spendRoutes(app: FastifyInstance, { database, boardOf }: Context): void {
  app.get('/spend', describe('The acquisition spend entered', {}, shapes.Spend), async (request, reply) => {
    const spend = await loadSpend(database, boardOf(request))
    void reply.header('ETag', tagOf(spend))
    return asked(request, reply, spend, 'spend', () => tables.SPEND_COLUMNS, tables.spendRows(spend))
  })

  app.get(
    '/spend/campaigns',
    describe('The spend entered by campaign', {}, shapes.CampaignSpend),
    async (request, reply) => {
      const spend = await loadCampaignSpend(database, boardOf(request))
      void reply.header('ETag', tagOf(spend))
      return asked(request, reply, spend, 'campaign-spend', () => tables.CAMPAIGN_SPEND_COLUMNS, spend)
    }
  )

  app.put<{ Body: shapes.CampaignSpend }>(
    '/spend/campaigns',
    describe(
      'Replace the spend by campaign; with If-Match only what was read',
      { body: shapes.CampaignSpend },
      shapes.CampaignSpend,
      403,
      409
    ),
    async (request, reply) => {
      const spend = await saveCampaignSpend(database, boardOf(request), request.body, request.headers['if-match'])
      void reply.header('ETag', tagOf(spend))
      return spend
    }
  )

  app.put(
    '/spend',
    {
      ...describe(
        'Replace the acquisition spend; with If-Match only what was read',
        { body: shapes.Spend },
        shapes.Spend,
        403,
        409
      ),
      // `saveSpend` names the month and the currency that are wrong, which a schema cannot.
      validatorCompiler: () => () => true
    },
    async (request, reply) => {
      const spend = await saveSpend(database, boardOf(request), request.body, request.headers['if-match'])
      void reply.header('ETag', tagOf(spend))
      return spend
    }
  )
}
