import { startTestPipeline, storedEvent, until, writeKey, type Running } from './__helpers__/pipeline'

let running: Running

beforeAll(async () => {
  running = await startTestPipeline()
})

afterAll(() => running?.close())

const get = (path: string, headers: Record<string, string> = {}) => fetch(running.pipeline.url + path, { headers })

describe('the pixel', () => {
  const call = (fields: object = {}) => ({ writeKey, userId: 'ada', event: 'Email Opened', ...fields })
  const pixel = (type: string, data: string) => get(`/v1/pixel/${type}?data=${data}`)
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64')

  it('takes a call in its address, and is a transparent picture that nobody keeps', async () => {
    const response = await pixel('track', encodeURIComponent(encode(call({ messageId: 'pixel-1' }))))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('image/gif')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 6)
        .toString()
    ).toBe('GIF89a')
    expect(await storedEvent(running.database, 'pixel-1')).toMatchObject({
      type: 'track',
      event: 'Email Opened',
      channel: 'client',
      context: { ip: '127.0.0.1' }
    })
    expect(await storedEvent(running.database, 'pixel-1')).not.toHaveProperty('writeKey')
    await until('it is delivered', () => running.endpoint.events.has('pixel-1'))
  })

  it('takes its data as it comes: not escaped, and in the alphabet of addresses', async () => {
    // These bytes have a plus and a slash in base64.
    const data = encode(call({ messageId: 'pixel-2', properties: { text: '~~~>>>???ûûû' } }))
    expect(data).toMatch(/\+.*\/|\/.*\+/)
    expect((await pixel('track', data)).status).toBe(200)
    const other = encode(call({ messageId: 'pixel-3', properties: { text: '~~~>>>???ûûû' } }))
    expect((await pixel('track', other.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''))).status).toBe(200)
    for (const id of ['pixel-2', 'pixel-3']) {
      expect(await storedEvent(running.database, id)).toMatchObject({ properties: { text: '~~~>>>???ûûû' } })
    }
  })

  it.each([
    ['no data', 'track', '', 400, 'missing_field'],
    ['what is no JSON', 'track', 'AAAA', 400, 'invalid_json'],
    ['another key', 'track', encode(call({ writeKey: 'another' })), 401, 'unknown_write_key'],
    ['a call without an id', 'identify', encode({ writeKey }), 400, 'missing_id']
  ])('goes by the rules of every call: %s', async (_, type, data, status, code) => {
    const response = await pixel(type, encodeURIComponent(data))
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ success: false, error: { code } })
  })
})

describe('the script of Segment’s HTML snippet', () => {
  const address = `/analytics.js/v1/${writeKey}/analytics.min.js`

  it('is compressed, and kept by the browser until it is another one', async () => {
    const response = await get(address, { 'accept-encoding': 'gzip' })
    expect(response.status).toBe(200)
    expect(Object.fromEntries((response.headers as any).entries())).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'content-encoding': 'gzip',
      'cache-control': 'public, max-age=3600',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      vary: 'Accept-Encoding'
    })
    expect(Number(response.headers.get('content-length'))).toBeLessThan(40_000)
    const again = await get(address, { 'if-none-match': response.headers.get('etag')! })
    expect(again.status).toBe(304)
    const plain = await (await get(address, { 'accept-encoding': 'identity' })).text()
    expect(plain).toBe(await response.text())
    expect(plain).toContain('currentScript')
  })

  it('is there for the write keys of this pipeline alone', async () => {
    expect((await get('/analytics.js/v1/another/analytics.min.js')).status).toBe(401)
  })

  it('finds the parts that it loads later', async () => {
    const script = await (await get(address)).text()
    const [, names, hashes] = /\(\{([^{}]+)\}\[\w+\]\|\|\w+\)\+"\.bundle\."\+\{([^{}]+)\}/.exec(script)!
    const read = (text: string) => new Map([...text.matchAll(/(\d+):"([^"]+)"/g)].map(([, key, value]) => [key, value]))
    const parts = [...read(hashes)].map(([key, hash]) => `${read(names).get(key) ?? key}.bundle.${hash}.js`)
    expect(parts.length).toBeGreaterThan(5)
    for (const part of parts) {
      const response = await get(`/analytics-next/bundles/${part}`)
      expect([part, response.status]).toEqual([part, 200])
      expect(response.headers.get('cache-control')).toContain('immutable')
    }
    expect((await get('/analytics-next/bundles/standalone.js')).status).toBe(404)
    expect((await get('/analytics-next/bundles/..%2f..%2fpackage.json')).status).not.toBe(200)
  })
})
