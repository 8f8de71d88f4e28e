import { deliverOne, envelope, segmentEvent, sentFor } from '../../__tests__/__helpers__/deliver'
import { AUTHORIZATION, closeTractionboard, tractionboard } from '../../__tests__/__helpers__/tractionboard'

const page = (call: any) => segmentEvent({ type: 'page', ...call })
const visit = { type: 'visit', ...envelope, channel: 'web' }
const properties = {
  path: '/plans',
  referrer: 'https://search.example.com/',
  search: '?q=plans',
  title: 'Plans',
  url: 'https://shop.example.com/plans?q=plans',
  keywords: ['plans', 'prices']
}
const { keywords: _keywords, ...address } = properties

afterEach(closeTractionboard)

describe('A page', () => {
  it('is sent in one request', async () => {
    const received = tractionboard()
    await deliverOne(page({ name: 'Plans', category: 'Shop', properties }))
    expect(received).toEqual([
      {
        path: '/v1/events',
        headers: expect.objectContaining({
          authorization: [AUTHORIZATION],
          connection: ['keep-alive'],
          'content-type': ['application/json']
        }),
        body: { events: [{ ...visit, name: 'Plans', category: 'Shop', ...address, properties }] }
      }
    ])
  })

  it.each([
    [
      { name: 'Plans', category: 'Shop' },
      { name: 'Plans', category: 'Shop' }
    ],
    [{ name: ' Plans ', category: '' }, { name: 'Plans' }],
    [
      { name: '', category: ' ', properties: { name: 'Plans', category: 'Shop' } },
      { name: 'Plans', category: 'Shop', properties: { name: 'Plans', category: 'Shop' } }
    ],
    [
      { name: 'Top', properties: { name: 'Plans' } },
      { name: 'Top', properties: { name: 'Plans' } }
    ],
    [{ properties: { name: 5, category: null } }, { properties: { name: 5, category: null } }],
    [{}, {}]
  ])('has the name and the category of the call, or of its properties: %j', async (call: any, expected) => {
    expect(await sentFor('Page', page(call))).toEqual({ ...visit, ...expected })
  })

  it('has its address from the context, where the properties lack it', async () => {
    const context = { page: { ...address, title: ' ', url: 7 } }
    const { title: _title, url: _url, ...rest } = address
    expect(await sentFor('Page', page({ context }))).toEqual({ ...visit, context: {}, ...rest })
    const event = await sentFor('Page', page({ context: { page: address }, properties: { path: '/a', title: '' } }))
    expect(event).toEqual({ ...visit, context: {}, ...address, path: '/a', properties: { path: '/a', title: '' } })
  })

  it.each([[null], ['page'], [['page']], [5]])('is not misled by a context whose page is %j', async (value) => {
    expect(await sentFor('Page', page({ context: { page: value } }))).toEqual({ ...visit, context: {} })
  })

  it('leaves out what is empty', async () => {
    const blanks = { url: 'https://example.com/?q=é', path: '/', title: '', referrer: '', search: '  ' }
    expect(await sentFor('Page', page({ properties: blanks }))).toEqual({
      ...visit,
      url: 'https://example.com/?q=é',
      path: '/',
      properties: blanks
    })
  })

  it('keeps the parts of the context that have the type they should', async () => {
    const context = {
      ip: '2001:db8::1',
      userAgent: 'Mozilla/5.0',
      locale: 'nl-NL',
      timezone: 'Europe/Amsterdam',
      campaign: { source: 'newsletter', medium: 'email' },
      app: { name: 'Shop', version: '1.2.3' },
      device: { id: 'device-1', type: 'ios' },
      os: { name: 'iOS', version: '17.2' },
      library: { name: 'analytics.js' },
      groupId: 'acme'
    }
    const { userAgent, library: _library, groupId: _groupId, ...kept } = context
    expect((await sentFor('Page', page({ context }))).context).toEqual({ ...kept, user_agent: userAgent })
    const odd = { ip: ' ', userAgent: '', locale: 5, campaign: 'a', app: ['app'], device: null, os: { name: 'iOS' } }
    expect((await sentFor('Page', page({ context: odd }))).context).toEqual({ os: { name: 'iOS' } })
  })
})
