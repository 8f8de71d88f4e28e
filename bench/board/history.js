'use strict'

const { workload } = require('./workload')

const CHANNELS = ['google', 'newsletter', 'partner', 'podcast']

/**
 * Three years of the same small SaaS with all that can be read of a board: campaigns that brought a third of the persons, audiences, groups,
 * two currencies.
 */
function* history({ events, persons }) {
  for (const event of workload({ events, persons, start: Date.UTC(2022, 0, 1), days: 1_095 })) {
    const number = Number(event.anonymous_id.slice('device-'.length))
    if (event.type === 'visit' && number % 3 === 0) {
      const campaign = { source: CHANNELS[number % 4], medium: 'cpc', name: `campaign-${number % 40}` }
      yield { ...event, context: { ...event.context, campaign } }
    } else if (event.type === 'login') {
      const audiences = { beta: number % 2 === 0, vip: number % 20 === 0, trial: number % 3 !== 0 }
      yield { ...event, attributes: { ...event.attributes, ...audiences } }
    } else if (event.type === 'event' && number % 5 === 0) {
      const group = { type: 'group', group_id: `group-${number % 300}`, attributes: { tier: 'gold' } }
      yield { ...event, ...group, name: undefined, properties: undefined }
    } else if (event.amount !== undefined && number % 4 === 1) yield { ...event, currency: 'EUR' }
    else yield event
  }
}

module.exports = { history }
