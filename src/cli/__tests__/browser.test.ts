import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openInBrowser, openerOf } from '../browser'

const LINK_KEY = 'a-secret-admin-key'

describe('opening a link with a key', () => {
  it('leads the browser to it by an address that works once, and shows the key on no command line', async () => {
    const reached: string[] = []
    const page = createServer((request, response) => {
      reached.push(request.url ?? '')
      response.end()
    })
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve))
    const { port } = page.address() as AddressInfo
    // A browser that tells the page which address it was given.
    const script = `fetch(process.argv[1]).then(({ url }) => fetch(new URL('/' + encodeURIComponent(process.argv[1]), url)))`
    await openInBrowser(`http://127.0.0.1:${port}/?key=${LINK_KEY}`, [process.execPath, '-e', script])
    while (reached.length < 2) await new Promise((resolve) => setTimeout(resolve, 10))
    page.close()
    const given = decodeURIComponent(reached[1].slice(1))
    expect(reached[0]).toBe(`/?key=${LINK_KEY}`)
    expect(given).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f-]{36}$/)
    await expect(fetch(given)).rejects.toThrow('fetch failed')
  })

  it.each([
    ['there is no such program', ['no-such-program']],
    ['there is no screen', undefined]
  ])('does nothing where %s', async (_, opener) => {
    await openInBrowser(`http://127.0.0.1:1/?key=${LINK_KEY}`, opener ?? openerOf('linux', {}))
  })

  it('takes the program of each system', () => {
    expect([openerOf('darwin', {}), openerOf('win32', {}), openerOf('linux', { DISPLAY: ':0' })]).toEqual([
      ['open'],
      ['cmd', '/c', 'start', '""'],
      ['xdg-open']
    ])
  })
})
