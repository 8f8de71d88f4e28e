import { createTestEvent, createTestIntegration } from '@segment/actions-core'
import nock from 'nock'
import { generateTestData } from '../../../lib/test-data'
import destination from '../index'

const testDestination = createTestIntegration(destination)
const destinationSlug = 'actions-tractionboard'

describe(`Testing snapshot for ${destinationSlug} destination:`, () => {
  afterEach(() => nock.cleanAll())

  for (const actionSlug in destination.actions) {
    it.each([
      ['required fields', true],
      ['all fields', false]
    ])(`${actionSlug} action - %s`, async (_title, isRequiredOnly) => {
      const action = destination.actions[actionSlug]
      const seedName = `${destinationSlug}#${actionSlug}`
      const [eventData, settingsData]: any[] = generateTestData(seedName, destination, action, isRequiredOnly)
      settingsData.endpoint = 'https://api.tractionboard.io'
      if ('amount' in eventData) eventData.amount = '19.99'
      if ('previous_id' in eventData) eventData.previous_id = 'previous-id'
      nock(/.*/)
        .persist()
        .post(/.*/)
        .reply(200, { results: [{ status: 201 }] })

      const event = createTestEvent({ properties: eventData })
      const responses = await testDestination.testAction(actionSlug, {
        event,
        mapping: event.properties,
        settings: settingsData,
        auth: undefined
      })

      const request = responses[0].request
      expect(JSON.parse(await request.text())).toMatchSnapshot()
      expect(request.headers.get('content-type')).toBe('application/json')
    })
  }
})
