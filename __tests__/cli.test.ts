import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { runCommand, startProduct, temporaryFolder } from './__helpers__/product'

let data: { folder: string; remove(): Promise<void> }

beforeAll(async () => {
  data = await temporaryFolder()
})

afterAll(() => data.remove())

describe('the command line', () => {
  it.each([[[]], [['start']], [['board']], [['pipeline']], [['types']], [['install']], [['serve']]])(
    'explains itself: %j --help',
    async (command) => {
      const { code, stdout, stderr } = await runCommand(...command, '--help')
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
      expect(stdout).toMatch(/^Usage: tractionboard/)
    }
  )

  it.each([
    ['an unknown option', ['start', '--prot', '3000'], "error: unknown option '--prot'"],
    ['an unknown command', ['strat'], "error: unknown command 'strat'"],
    ['a port that is none', ['start', '--port', '80 80'], 'A port is a whole number from 0 (any free one) to 65535.'],
    ['a port beyond the last', ['start', '--board-port', '65536'], 'A port is a whole number from 0']
  ])('refuses %s with a clear line', async (_, args, line) => {
    const { code, stdout, stderr } = await runCommand(...args)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain(line)
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
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
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

  it('names a data folder that another one uses, in one line', async () => {
    const folder = path.join(data.folder, 'shared')
    const first = await startProduct(folder)
    const { code, stderr } = await runCommand('start', '--port', '0', '--board-port', '0', '--data', folder)
    await first.stop()
    expect(code).toBe(1)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(folder)
  }, 60_000)

  it('ends cleanly at Ctrl-C, and goes on with the same keys', async () => {
    const folder = path.join(data.folder, 'kept')
    const first = await startProduct(folder)
    const code = await first.stop('SIGINT')
    const second = await startProduct(folder)
    await second.stop()
    expect(code).toBe(0)
    expect([second.tokenId, second.writeKey, second.adminKey]).toEqual([first.tokenId, first.writeKey, first.adminKey])
  }, 60_000)
})
