import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { CLI, eventually, runCommand, runCommandIn, startProduct, temporaryFolder } from './__helpers__/product'
import type { Product } from './__helpers__/product'

let data: { folder: string; remove(): Promise<void> }

beforeAll(async () => {
  data = await temporaryFolder()
})

afterAll(() => data.remove())

/** How many, without Commander's guess at what was meant. */
const linesOf = (text: string) => text.trim().split(/\n(?!\(Did you mean )/).length

describe('the command line', () => {
  it.each([
    [[]],
    [['start']],
    [['board']],
    [['pipeline']],
    [['replay']],
    [['demo']],
    [['open']],
    [['types']],
    [['install']],
    [['serve']]
  ])('explains itself: %j --help', async (command) => {
    const { code, stdout, stderr } = await runCommand(...command, '--help')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Usage: tractionboard/)
  })

  it.each([
    ['an unknown option', ['start', '--prot', '3000'], "error: unknown option '--prot'"],
    ['an unknown command', ['strat'], "error: unknown command 'strat'"],
    ['a port that is none', ['start', '--port', '80 80'], 'A port is a whole number from 0 (any free one) to 65535.'],
    ['a port beyond the last', ['start', '--board-port', '65536'], 'A port is a whole number from 0'],
    ['one port for two', ['start', '--port', '3007', '--board-port', '3007'], '--port and --board-port are both 3007'],
    ['an empty folder', ['start', '--data', ''], 'It is empty: give it a value, or leave it out.'],
    ['an empty host', ['board', '--host', ' '], 'It is empty: give it a value, or leave it out.'],
    ['an endpoint that is none', ['pipeline', '--endpoint', 'ftp://foo'], 'Endpoint is not acceptable. Accepted is'],
    ['an endpoint in clear text', ['replay', '--endpoint', 'http://foo', 'file'], 'Endpoint is not acceptable.'],
    ['a database that is none', ['board', '--database-url', 'mysql://me:secret@host/db'], 'Accepted is postgres://'],
    [
      'a level that is none',
      ['board', '--log-level', 'loud'],
      "argument 'loud' is invalid. Allowed choices are fatal,"
    ],
    ['a time that is none', ['start', '--drain-seconds', 'soon'], 'It is a number of seconds from 0 to 3600.'],
    ['a time that is too long', ['start', '--drain-seconds', '1e9'], 'It is a number of seconds from 0 to 3600.'],
    ['a rate that is none', ['replay', '--rate', 'Infinity', 'file'], 'A rate is a number of events a second'],
    ['a time of a replay that is none', ['replay', '--from', 'soon', 'file'], 'A time is a date, or a date and a time'],
    ['a name that is none', ['replay', '--only', ' ', 'file'], 'It is empty: give it a value, or leave it out.'],
    [
      'a webhook in clear text',
      ['start', '--alert-url', 'http://example.com/secret@'],
      'must be https without credentials'
    ],
    ['a public address that is none', ['board', '--public-url', 'example.com'], 'The public URL must be a scheme'],
    ['keys that nobody has', ['replay', 'file'], 'secrets.json has no tokenId. Give TRACTIONBOARD_TOKEN_ID'],
    ['a demo of nothing', ['demo'], 'Nothing runs on the data folder'],
    ['to open nothing', ['open'], 'Nothing runs on the data folder']
  ])('refuses %s with a clear line, and writes nothing', async (_, args, line) => {
    const folder = path.join(data.folder, 'refused')
    const { code, stdout, stderr } = await runCommandIn({ TRACTIONBOARD_DATA: folder }, ...args)
    expect({ code, stdout, lines: linesOf(stderr) }).toEqual({ code: 1, stdout: '', lines: 1 })
    expect(stderr).toContain(line)
    expect(stderr).not.toContain('secret@')
    expect(existsSync(folder)).toBe(false)
  })

  it.each([
    ['TRACTIONBOARD_DATA', '', 'is invalid. It is empty'],
    ['DATABASE_URL', '', 'Accepted is postgres://'],
    ['DATABASE_URL', 'host=db password=secret@', 'Accepted is postgres://'],
    ['TRACTIONBOARD_ENDPOINT', '', 'is invalid. It is empty'],
    ['TRACTIONBOARD_ENDPOINT', 'https://me:secret@example.com', 'Endpoint is not acceptable.'],
    ['TRACTIONBOARD_ADMIN_KEY', '', 'TRACTIONBOARD_ADMIN_KEY is empty'],
    ['TRACTIONBOARD_ADMIN_KEY', 'secret@short', 'TRACTIONBOARD_ADMIN_KEY is too short'],
    ['TRACTIONBOARD_TOKEN_ID', 'secret@ with a space', 'TRACTIONBOARD_TOKEN_ID is no key'],
    ['SEGMENT_WRITE_KEY', 'secret@with:colon', 'SEGMENT_WRITE_KEY is no key']
  ])('refuses %s=%j with a clear line, and writes nothing', async (variable, value, line) => {
    const folder = path.join(data.folder, 'refused')
    const { code, stdout, stderr } = await runCommandIn(
      { TRACTIONBOARD_DATA: folder, [variable]: value },
      'pipeline',
      '--port',
      '0'
    )
    expect({ code, stdout, lines: linesOf(stderr) }).toEqual({ code: 1, stdout: '', lines: 1 })
    expect(stderr).toContain(line)
    expect(stderr).not.toContain('secret@')
    expect(existsSync(folder)).toBe(false)
  })

  it('says in one line that a Node is too old, before it loads anything', async () => {
    const preload = path.join(data.folder, 'old.js')
    await writeFile(preload, "Object.defineProperty(process.versions, 'node', { value: '18.17.0' })")
    const { code, stdout, stderr } = await runCommandIn({ NODE_OPTIONS: `--require ${preload}` }, 'start')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^tractionboard: Node 18\.17\.0 is too old for version \S+: it takes \^20\.19 .*\n$/)
  })

  it('names a port that is in use, in one line', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const port = String((server.address() as AddressInfo).port)
    const { code, stdout, stderr } = await runCommand(
      'start',
      '--port',
      port,
      '--board-port',
      '0',
      '--data',
      data.folder
    )
    await new Promise((resolve) => server.close(resolve))
    expect({ code, stdout }).toEqual({ code: 1, stdout: `Making a database in ${data.folder} ...\n` })
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(port)
    expect(stderr).toContain('in use')
  }, 30_000)

  it('names a data folder that it cannot write, in one line', async () => {
    const file = path.join(data.folder, 'a file in the way')
    await writeFile(file, '')
    const { code, stdout, stderr } = await runCommand('start', '--data', path.join(file, 'data'))
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(file)
  })

  it('leaves no half of a file on a disk that takes nothing, and says so in one line', async () => {
    const folder = path.join(data.folder, 'full')
    const command = `trap '' XFSZ; ulimit -f 0; exec "$0" "$1" start --data "$2"`
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command, process.execPath, CLI, folder], {
      encoding: 'utf8'
    })
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toMatch(/^tractionboard: \S+secrets\.json cannot be written \(EFBIG\)\. .*\n$/)
    expect(await readdir(folder)).toEqual([])
  })

  it('ends cleanly at Ctrl-C, and goes on with the same keys', async () => {
    const folder = path.join(data.folder, 'kept')
    const first = await startProduct(folder)
    const code = await first.stop('SIGINT')
    expect((await runCommand('open', '--data', folder)).stderr).toContain('Nothing runs on the data folder')
    const second = await startProduct(folder)
    await second.stop()
    expect(code).toBe(0)
    expect([second.tokenId, second.writeKey, second.adminKey]).toEqual([first.tokenId, first.writeKey, first.adminKey])
  }, 60_000)
})

describe('beside a product that runs', () => {
  let folder: string
  let product: Product
  beforeAll(async () => {
    folder = path.join(data.folder, 'opened')
    product = await startProduct(folder)
  }, 60_000)
  afterAll(() => product.stop())

  it('start names the data folder that is in use, in one line', async () => {
    const { code, stderr } = await runCommand('start', '--port', '0', '--board-port', '0', '--data', folder)
    expect(code).toBe(1)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(folder)
  }, 60_000)

  it('verify and rebuild work through the board that serves, by its name or number; all else says what to do', async () => {
    const run = (...command: string[]) => runCommand(...command, '--data', folder)
    for (const board of ['1', 'My Tractionboard']) {
      expect(await run('verify', '--board', board)).toMatchObject({ code: 0, stderr: '' })
    }
    expect(await run('rebuild', '--board', '1')).toMatchObject({ code: 0, stderr: '' })
    for (const [command, says] of [
      [['verify', '--board', '2'], 'the folder has the key of board 1 (My Tractionboard) alone'],
      [['backup', path.join(data.folder, 'file')], 'Stop it, run the command, and start it again'],
      [['boards', 'list'], 'Stop it, run the command, and start it again']
    ] as const) {
      const { code, stderr } = await run(...command)
      expect([code, linesOf(stderr), stderr]).toEqual([1, 1, expect.stringContaining(says)])
      expect(stderr).toContain(product.boardUrl)
    }
  }, 60_000)

  it('open shows the links again, and the product goes on when the reader of its output goes away', async () => {
    const opened = await runCommandIn({ DISPLAY: '', WAYLAND_DISPLAY: '' }, 'open', '--data', folder)
    expect(opened).toMatchObject({ code: 0, stderr: '' })
    expect(product.output()).toContain(opened.stdout)
    expect(opened.stdout).toContain(`dashboard  ${product.boardUrl}/?key=${product.adminKey}`)

    product.closeOutput()
    const send = async (messageId: string) => {
      const body = JSON.stringify({ type: 'track', event: 'signup', userId: 'ada', messageId })
      const headers = { Authorization: `Bearer ${product.writeKey}` }
      return (await fetch(`${product.pipelineUrl}/v1/track`, { method: 'POST', headers, body })).status
    }
    expect(await send('unread')).toBe(200)
    await eventually(async () => ((await product.events()).length > 0 ? true : undefined))
    expect(await send('second')).toBe(200)
    expect(await product.stop()).toBe(0)
  }, 60_000)
})
