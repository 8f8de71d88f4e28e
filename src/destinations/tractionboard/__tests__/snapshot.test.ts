import { createTestIntegration } from '@segment/actions-core'
import destination from '../index'
import { segmentEvent } from './__helpers__/deliver'
import { testDataOf } from './__helpers__/test-data'
import { AUTHORIZATION, closeTractionboard, settings, tractionboard } from './__helpers__/tractionboard'

const testDestination = createTestIntegration(destination)

/** What no random text can be. */
const VALID: Record<string, any> = { amount: ['1234.56'] }

describe('The request of each action', () => {
  afterEach(closeTractionboard)

  for (const [slug, action] of Object.entries(destination.actions)) {
    it.each([
      ['all fields', false],
      ['required fields', true]
    ])(`${slug}: %s`, async (_title, requiredOnly) => {
      const received = tractionboard()
      const mapping = testDataOf(slug, action, requiredOnly)
      Object.keys(VALID).forEach((name) => name in mapping && (mapping[name] = VALID[name]))

      const responses = await testDestination.testAction(slug, { event: segmentEvent({}), mapping, settings })

      expect(received).toHaveLength(1)
      expect(responses).toHaveLength(1)
      const { headers } = responses[0].request
      expect(headers.get('authorization')).toBe(AUTHORIZATION)
      headers.set('authorization', '[redacted]')
      expect(received[0].body).toMatchSnapshot('body')
      expect(Object.fromEntries([...(headers as any)].sort())).toMatchSnapshot('headers')
    })
  }

  it.each([['event'], ['payment'], ['refund'], ['cancel'], ['signup']])('track: all fields, kind %s', async (kind) => {
    const received = tractionboard()
    const mapping = { ...testDataOf('track', destination.actions.track, false), ...VALID, kind }
    await testDestination.testAction('track', { event: segmentEvent({}), mapping, settings })
    expect(received.map(({ body }) => body)).toMatchSnapshot()
  })
})
