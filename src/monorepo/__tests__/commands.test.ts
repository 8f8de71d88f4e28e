import { Command } from 'commander'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { readFiles } from '../files'
import { monorepoCommands } from '../commands'
import { sourceFolder } from '../destination'
import { FOLDER, git, gitCheckout } from './__helpers__/checkout'
import { removeScratchFolders, write } from './__helpers__/scratch'

/** Runs a command and gives what it prints. */
async function run(...command: string[]): Promise<string> {
  let printed = ''
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  const program = new Command('tractionboard').exitOverride()
  monorepoCommands(program, Number)
  try {
    await program.parseAsync(command, { from: 'user' })
  } finally {
    write.mockRestore()
  }
  return printed
}

afterEach(() => {
  process.exitCode = undefined
})
afterAll(removeScratchFolders)

it.each(['types', 'metadata'])('%s --check agrees with the committed files', async (command) => {
  expect(await run(command, '--check')).toMatch(/^Up to date: /)
  expect(process.exitCode).toBeUndefined()
})

it('validate finds nothing', async () => {
  expect(await run('validate')).toBe('No findings\n')
  expect(process.exitCode).toBe(0)
})

describe('install', () => {
  it('shows the difference, installs, names the next commands, and then has nothing to do', async () => {
    const root = gitCheckout()

    const planned = await run('install', root, '--dry-run')
    expect(planned).toContain("+register('569007b3e954a874ca44cd4e', './tractionboard')")
    expect(planned).toMatch(/\d+ files would change\./)
    expect(git(root, 'status', '--porcelain')).toBe('')

    const installed = await run('install', root)
    expect(installed).toContain(`added ${FOLDER}/index.ts\n`)
    expect(installed).toContain('changed packages/destination-actions/src/destinations/index.ts\n')
    expect(installed).toContain(`\ncd ${root}\nyarn install\n./bin/run generate:types `)
    expect(readFiles(path.join(root, FOLDER))).toEqual(readFiles(sourceFolder()))

    expect(await run('install', root)).toContain('Nothing to change: the destination is installed.\n')
  })

  it('leaves the registration to Segment where it is told to', async () => {
    const root = gitCheckout()
    const installed = await run('install', root, '--no-register')
    expect(installed).toContain(`added ${FOLDER}/index.ts\n`)
    expect(installed).toContain('./bin/run generate:metadata-payload')
    expect(installed).not.toContain('yarn validate')
    expect(git(root, 'status', '--porcelain').split('\n')).toEqual([`?? ${FOLDER}/`, ''])
  })

  it('overwrites what is not committed only by force', async () => {
    const root = gitCheckout()
    write(root, { [`${FOLDER}/index.ts`]: 'mine\n' })
    const before = readFiles(root)
    expect(await run('install', root, '--dry-run')).toContain(
      `Only with --force, since it is not committed: ${FOLDER}/index.ts\n`
    )
    await expect(run('install', root)).rejects.toThrow(
      `Not committed in the checkout: ${FOLDER}/index.ts. Commit these, or overwrite with --force.`
    )
    expect(readFiles(root)).toEqual(before)
    await run('install', root, '--force')
    expect(readFiles(path.join(root, FOLDER))).toEqual(readFiles(sourceFolder()))
  })
})

describe('serve', () => {
  it('says that its port is in use', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    await expect(run('serve', '--port', `${port}`)).rejects.toThrow(
      `Port ${port} is in use: choose another with --port.`
    )
    await new Promise((resolve) => other.close(resolve))
  })
})
