import { eventually } from '../../../__tests__/__helpers__/product'
import { callAdmin, mappingInput, payment, type Answer } from './__helpers__/admin'
import { send } from './__helpers__/endpoint'
import { basic, startTestPipeline, tokenId, until, type Running } from './__helpers__/pipeline'

let running: Running
const call = (method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> =>
  callAdmin(running, method, path, body, headers)

beforeAll(async () => {
  running = await startTestPipeline({ random: () => 0 })
})

beforeEach(() => running.reset())

afterAll(() => running.close())

async function mappingNamed(name: string): Promise<any> {
  const { body } = await call('GET', '/mappings')
  return body.mappings.find((mapping: any) => mapping.name === name)
}

const outcomes = (count: number) => until(`there are ${count} outcomes`, () => running.outcomes.length >= count)

describe('the destination', () => {
  it('shows its settings without the secret', async () => {
    const { body } = await call('GET', '/destination')
    expect(body).toMatchObject({ name: 'Tractionboard', catalogId: '569007b3e954a874ca44cd4e', enabled: true })
    expect(body.actions.map(({ key }: any) => key)).toEqual(['page', 'screen', 'identify', 'track', 'group', 'alias'])
    expect(body.presets).toHaveLength(10)
    expect(body.settings[0]).toMatchObject({ key: 'tokenId', secret: true, value: '••••' })
    expect(JSON.stringify(body)).not.toContain(tokenId)
  })

  it('tests the connection and tells the endpoint’s answer', async () => {
    expect((await call('POST', '/destination/test', {})).body).toEqual({ ok: true })
    expect(running.endpoint.requests).toEqual([{ method: 'GET', path: '/v1/account', authorization: basic(tokenId) }])
    running.endpoint.interfere = (_request, response) => (send(response, 401, {}), true)
    const { body } = await call('POST', '/destination/test', { settings: { tokenId: 'another-token-id' } })
    expect(body).toEqual({ ok: false, message: expect.stringContaining('does not accept the Token ID') })
    expect(body.message).not.toContain('another-token-id')
  })

  it.each([
    [{ endpoint: 'ftp://example.com' }, '/settings/endpoint', 'must be an https URL'],
    [{ endpoint: 'http://example.com' }, '/settings/endpoint', 'must be an https URL'],
    [{ endpoint: 'https://user:pass@example.com' }, '/settings/endpoint', 'without credentials'],
    [{ tokenId: ' ' }, '/settings/tokenId', 'Token ID is missing'],
    [{ nothing: 'x' }, '/settings/nothing', 'there is no setting "nothing"']
  ])('refuses the settings %j with the place', async (settings, place, message) => {
    const answer = await call('PUT', '/destination', { settings })
    expect(answer).toMatchObject({ status: 400, body: { error: { code: 'invalid_settings', place } } })
    expect(answer.body.error.message).toContain(message)
  })

  it('delivers nothing while it is off, and says so', async () => {
    await call('PUT', '/destination', { enabled: false })
    await running.post('/v1/track', payment('while-off'))
    await outcomes(1)
    expect(running.outcomes).toMatchObject([{ outcome: 'filtered', code: 'DESTINATION_DISABLED' }])
    expect((await call('PUT', '/destination', { enabled: true })).body).toMatchObject({ enabled: true })
  })
})

describe('mappings', () => {
  it('are the automatic presets at first', async () => {
    const { body } = await call('GET', '/mappings')
    expect(body.mappings.map(({ name, preset }: any) => [name, preset])).toEqual(
      [
        'Page',
        'Screen',
        'Identify',
        'Payment Made',
        'Refund Received',
        'Cancel',
        'Signup',
        'Track',
        'Group',
        'Alias'
      ].map((name) => [name, name])
    )
  })

  it('change what a new event becomes, and can be reset', async () => {
    const saved = await mappingNamed('Payment Made')
    const mapping = { ...saved.mapping, amount: 99 }
    expect((await call('PUT', `/mappings/${saved.id}`, mappingInput({ ...saved, mapping }))).status).toBe(200)
    await running.post('/v1/track', payment('changed'))
    await outcomes(1)
    expect(running.endpoint.events.get('changed')).toMatchObject({ type: 'payment', amount: 99 })
    const { body } = await call('POST', `/mappings/${saved.id}/reset`)
    expect(body.mapping).toEqual(saved.mapping)
  })

  it('are saved only where they are what was read, if that is asked for', async () => {
    const read = await mappingNamed('Screen')
    const save = (name: string, tag?: string) =>
      call('PUT', `/mappings/${read.id}`, { ...mappingInput(read), name }, tag === undefined ? {} : { 'if-match': tag })
    const answers = await Promise.all(['One', 'Other'].map((name) => save(name, read.tag)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    const { body: refused } = answers.find(({ status }) => status === 409)!
    expect(refused.error).toMatchObject({ code: 'mapping_changed', message: expect.stringContaining('Read it again') })
    const { body: saved } = answers.find(({ status }) => status === 200)!
    expect(await mappingNamed(saved.name)).toMatchObject({ tag: saved.tag })
    expect(saved.tag).not.toBe(read.tag)
    expect((await save('Screen', saved.tag)).body).toMatchObject({ name: 'Screen', tag: read.tag })
    expect((await save('Screen', '*')).status).toBe(200)
    expect((await save('Screen')).status).toBe(200)
  })

  it('tell how their trigger is understood, and which sample it takes', async () => {
    expect(await mappingNamed('Signup')).toMatchObject({
      trigger: {
        type: 'group',
        operator: 'and',
        children: [
          { type: 'event-type', operator: '=', value: 'track' },
          { type: 'event', operator: '=', value: 'signup' }
        ]
      },
      sample: 'Track: signup'
    })
  })

  it('are duplicated switched off, and deleted', async () => {
    const { id } = await mappingNamed('Page')
    const { body } = await call('POST', `/mappings/${id}/duplicate`)
    expect(body).toMatchObject({ name: 'Page (copy)', enabled: false, preset: null })
    expect((await call('DELETE', `/mappings/${body.id}`)).status).toBe(204)
    expect(await mappingNamed('Page (copy)')).toBeUndefined()
  })

  it('are exported and imported without a change', async () => {
    const before = (await call('GET', '/mappings')).body.mappings.map(({ updatedAt: _, ...mapping }: any) => mapping)
    const { body: file } = await call('GET', '/mappings/export')
    const { status, body } = await call('POST', '/mappings/import', file)
    expect(status).toBe(200)
    expect(body.mappings.map(({ updatedAt: _, ...mapping }: any) => mapping)).toEqual(before)
  })

  it('leave their open events on record when they are deleted', async () => {
    const { body: own } = await call('POST', '/mappings', {
      ...mappingInput(await mappingNamed('Group')),
      name: 'Own',
      subscribe: 'type = "group" and userId = "x"'
    })
    running.endpoint.interfere = (_request, response) => (send(response, 503, {}), true)
    const { id } = await mappingNamed('Group')
    await call('PUT', `/mappings/${id}`, { ...mappingInput(await mappingNamed('Group')), enabled: false })
    await running.post('/v1/group', { groupId: 'g', userId: 'x', messageId: 'open' })
    await outcomes(1)
    await call('DELETE', `/mappings/${own.id}`)
    // A try that is under way is left to its end.
    const deliveries = await eventually(async () => {
      const { body } = await call('GET', '/events/open')
      return body.deliveries[0].state === 'discarded' ? body.deliveries : undefined
    }, 10_000)
    expect(deliveries).toMatchObject([{ state: 'discarded', code: 'MAPPING_DELETED' }])
    await call('PUT', `/mappings/${id}`, { ...mappingInput(await mappingNamed('Group')), enabled: true })
  })

  it.each([
    ['an unknown action', { partnerAction: 'click' }, '/partnerAction', 'there is no action "click"'],
    ['an unknown field', { mapping: { colour: 'red' } }, '/mapping/colour', 'has no field "colour"'],
    ['a trigger that breaks off', { subscribe: 'type = "track' }, '/subscribe', 'it cannot be read'],
    [
      'a trigger with an unknown word',
      { subscribe: 'type = "track" and foo = "x"' },
      '/subscribe',
      'at character 16 ("and foo'
    ],
    [
      'a trigger that mixes and with or',
      { subscribe: 'type = "a" and event = "b" or event = "c"' },
      '/subscribe',
      'at character 12'
    ],
    [
      'a directive that is none',
      { mapping: { user_id: { '@nothing': 1 } } },
      '/mapping/user_id',
      'has an invalid directive'
    ],
    [
      'a template that does not parse',
      { mapping: { user_id: { '@liquid': '{% if x %}' } } },
      '/mapping/user_id',
      'the template does not parse'
    ],
    [
      'a template that breaks off',
      { mapping: { user_id: { '@template': '{{userId' } } },
      '/mapping/user_id',
      'stands alone'
    ],
    ['a missing required field', { mapping: {} }, '/mapping/message_id', 'is missing'],
    [
      'a body that is no mapping',
      { name: 5, mapping: [] },
      '/name',
      'name must be a string of 1 to 120 characters, not 5'
    ]
  ])('are refused with %s, and the old one stays', async (_what, change, place, message) => {
    const saved = await mappingNamed('Track')
    const answer = await call('PUT', `/mappings/${saved.id}`, { ...mappingInput(saved), ...change })
    expect(answer).toMatchObject({ status: 400, body: { error: { place } } })
    expect(answer.body.error.message).toContain(message)
    expect(await mappingNamed('Track')).toEqual(saved)
  })
})
