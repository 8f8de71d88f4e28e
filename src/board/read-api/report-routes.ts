import type { Static } from '@sinclair/typebox'
import type { FastifyInstance } from 'fastify'
import { readAudiences } from './audiences'
import { readCampaigns } from './campaigns'
import { describe } from './describe'
import { readFunnel } from './funnel'
import { readMetrics } from './metrics'
import { readRetention } from './retention'
import * as shapes from './shapes'
import * as tables from './tables'
import { asked, type Context } from './context'

/** Figures of the whole board, by period, month, step, campaign and audience. */
export function reportRoutes(app: FastifyInstance, { boardOf, keptOf }: Context): void {
  app.get<{ Querystring: Static<typeof shapes.MetricsQuery> }>(
    '/metrics',
    describe('Metrics of a range, by period and as a whole', { querystring: shapes.MetricsQuery }, shapes.Metrics),
    async (request, reply) => {
      const metrics = await readMetrics(await keptOf(request), boardOf(request), request.query, Date.now())
      return asked(request, reply, metrics, 'metrics', tables.periodColumns, metrics.periods)
    }
  )

  app.get<{ Querystring: Static<typeof shapes.RangeQuery> }>(
    '/retention',
    describe(
      'Who stayed active and what they earned, by signup month',
      { querystring: shapes.RangeQuery },
      shapes.Retention
    ),
    async (request, reply) => {
      const retention = await readRetention(await keptOf(request), boardOf(request), request.query, Date.now())
      return asked(request, reply, retention, 'cohorts', tables.cohortColumns, retention.cohorts)
    }
  )

  app.get<{ Querystring: Static<typeof shapes.RangeQuery> }>(
    '/funnel',
    describe('From the first visit to the first payment', { querystring: shapes.RangeQuery }, shapes.Funnel),
    async (request, reply) => {
      const funnel = await readFunnel(await keptOf(request), boardOf(request), request.query, Date.now())
      return asked(request, reply, funnel, 'funnel', () => tables.STEP_COLUMNS, funnel.steps)
    }
  )

  app.get<{ Querystring: Static<typeof shapes.RangeQuery> }>(
    '/campaigns',
    describe('Signups by the campaign that brought them', { querystring: shapes.RangeQuery }, shapes.Campaigns),
    async (request, reply) => {
      const campaigns = await readCampaigns(await keptOf(request), boardOf(request), request.query, Date.now())
      return asked(request, reply, campaigns, 'campaigns', tables.campaignColumns, campaigns.campaigns)
    }
  )

  app.get('/audiences', describe('Attributes that are true or false', {}, shapes.Audiences), async (request, reply) => {
    const audiences = await readAudiences(await keptOf(request))
    return asked(request, reply, audiences, 'audiences', tables.audienceColumns, audiences.audiences)
  })
}
