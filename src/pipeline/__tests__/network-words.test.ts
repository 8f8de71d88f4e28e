import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import nock from 'nock'
import { Engine, type Definition } from '../deliver/engine'

const ENDPOINT = 'https://endpoint.example'

const definition = (url: string): Definition => ({
  name: 'Shop',
  mode: 'cloud',
  authentication: { scheme: 'custom', fields: {}, testAuthentication: (request) => request(url) },
  actions: {}
})

afterEach(() => nock.cleanAll())

describe('why no answer came is said in words', () => {
  it.each([
    ['connect ECONNREFUSED 192.0.2.1:443', 'nothing takes connections at 192.0.2.1:443'],
    ['getaddrinfo ENOTFOUND endpoint.example', 'no host is known by the name endpoint.example'],
    ['getaddrinfo EAI_AGAIN endpoint.example', 'the name endpoint.example cannot be looked up at the moment'],
    ['connect EHOSTUNREACH 192.0.2.1:443', 'no network leads to 192.0.2.1:443'],
    ['connect ETIMEDOUT 192.0.2.1:443', '192.0.2.1:443 does not answer'],
    ['read ECONNRESET', 'the connection was broken off'],
    ['write EPIPE', 'the connection was broken off'],
    ['socket hang up', 'the connection was broken off'],
    ['certificate has expired', `request to ${ENDPOINT}/account failed, reason: certificate has expired`]
  ])('%s', async (reason, words) => {
    nock(ENDPOINT).get('/account').times(5).replyWithError(reason)
    expect(await new Engine(definition(`${ENDPOINT}/account`)).testAuthentication({})).toBe(words)
  })

  it('of a port that nothing listens at', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const words = await new Engine(definition(`http://127.0.0.1:${port}/account`)).testAuthentication({})
    expect(words).toBe(`nothing takes connections at 127.0.0.1:${port}`)
  })
})
