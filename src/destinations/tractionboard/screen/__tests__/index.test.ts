import { envelope, segmentEvent, sentFor } from '../../__tests__/__helpers__/deliver'
import { closeTractionboard } from '../../__tests__/__helpers__/tractionboard'

const screen = (call: any) => segmentEvent({ type: 'screen', ...call })
const visit = { type: 'visit', ...envelope, channel: 'mobile' }

afterEach(closeTractionboard)

describe('A screen', () => {
  it('is a visit by mobile', async () => {
    expect(await sentFor('Screen', screen({ name: 'Welcome', properties: { tab: 2 } }))).toEqual({
      ...visit,
      name: 'Welcome',
      properties: { tab: 2 }
    })
  })

  it('has the address that its properties give it, and never that of a page', async () => {
    const context = { page: { url: 'https://example.com/', path: '/', title: 'Home', referrer: 'r', search: '?a' } }
    expect(await sentFor('Screen', screen({ context, properties: { path: '/tab' } }))).toEqual({
      ...visit,
      context: {},
      path: '/tab',
      properties: { path: '/tab' }
    })
  })
})
