import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import {
  CLI,
  eventually,
  linesOf,
  runCommand,
  runCommandIn,
  startProduct,
  temporaryFolder
} from './__helpers__/product'
import type { Product } from './__helpers__/product'

let data: { folder: string; remove(): Promise<void> }

beforeAll(async () => {
  data = await temporaryFolder()
})

afterAll(() => data.remove())

describe('the command line', () => {
  it('explains itself', async () => {
    const { code, stdout, stderr } = await runCommand('--help')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^Usage: tractionboard/)
  })

  // Each option and each variable: cli-refusals.long.test.ts.
  it('refuses what cannot work with a clear line, and writes nothing', async () => {
    const folder = path.join(data.folder, 'refused')
    const { code, stdout, stderr } = await runCommandIn({ TRACTIONBOARD_DATA: folder }, 'start', '--port', '80 80')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('A port is a whole number from 0 (any free one) to 65535.')
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
  })

  it.each(['start', 'replay'])('%s names a data folder in which nothing can be made, in one line', async (command) => {
    const folder = '/proc/nowhere/data'
    const given = {
      TRACTIONBOARD_TOKEN_ID: 'a-token',
      SEGMENT_WRITE_KEY: 'a-key',
      TRACTIONBOARD_ADMIN_KEY: 'k'.repeat(16)
    }
    const args = [command, '--data', folder, ...(command === 'replay' ? ['package.json'] : [])]
    const { code, stdout, stderr } = await runCommandIn(given, ...args)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(`Nothing can be made in the data folder ${folder}: `)
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
  })
})

describe('beside a product that runs', () => {
  let folder: string
  let product: Product
  beforeAll(async () => {
    folder = path.join(data.folder, 'opened')
    product = await startProduct(folder)
  })
  afterAll(() => product.stop())

  it('start names the data folder that is in use, in one line', async () => {
    const { code, stderr } = await runCommand('start', '--port', '0', '--board-port', '0', '--data', folder)
    expect(code).toBe(1)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(folder)
  })

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
  })
})
