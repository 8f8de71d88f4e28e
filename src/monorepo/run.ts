import path from 'node:path'
import { DIRECTORY, currentSourceFolder, definition, sourceFolder } from './destination'
import { applyChanges, changesTo, unifiedDiff } from './files'
import type { Change, Files } from './files'
import { generateMetadata, generateTypes } from './generate'
import { install, nextCommands, planInstallation } from './install'
import { developmentServer } from './serve'
import { formatFindings, validate } from './validate'

export interface CheckOptions {
  check?: true
}

export interface ServeOptions {
  port: number
}

export async function runTypes({ check }: CheckOptions): Promise<void> {
  generate('types', await generateTypes(definition), check)
}

export function runMetadata({ check }: CheckOptions): void {
  generate('metadata', generateMetadata(definition), check)
}

function generate(command: string, files: Files, check?: true): void {
  const folder = currentSourceFolder()
  const changes = changesTo(folder, files)
  if (changes.length === 0) {
    print(`Up to date: ${Object.keys(files).join(', ')}`)
  } else if (check) {
    print(unifiedDiff(changes))
    print(`Out of date. Run "tractionboard ${command}" to write what is missing.`)
    process.exitCode = 1
  } else {
    applyChanges(folder, changes)
    print(listOf(changes))
  }
}

export async function runValidate(): Promise<void> {
  const findings = await validate(currentSourceFolder(), definition)
  print(formatFindings(findings) + (findings.length === 1 ? '1 finding' : `${findings.length || 'No'} findings`))
  process.exitCode = findings.length > 0 ? 1 : 0
}

export interface InstallOptions {
  id?: string
  register: boolean
  dryRun?: true
  force?: true
}

export function runInstall(checkout: string, { id, register, dryRun, force }: InstallOptions): void {
  const installation = planInstallation(path.resolve(checkout), sourceFolder(), { id, register })
  const { root, changes, unsaved } = installation
  if (changes.length === 0) {
    print('Nothing to change: the destination is installed.')
  } else if (dryRun) {
    print(`${unifiedDiff(changes)}\n${changes.length} files would change.`)
    print(unsaved.map((file) => `Only with --force, since it is not committed: ${file}`).join('\n'))
  } else if (unsaved.length > 0 && !force) {
    throw new Error(`Not committed in the checkout: ${unsaved.join(', ')}. Commit these, or overwrite with --force.`)
  } else {
    install(installation)
    print(listOf(changes))
  }
  print(`\nNext, with the monorepo's own checks:\n\n${nextCommands(root, register).join('\n')}`)
}

export async function runServe({ port }: ServeOptions): Promise<void> {
  const app = await developmentServer(definition, DIRECTORY)
  app.addHook('onResponse', async ({ method, url }, reply) => print(`${reply.statusCode} ${method} ${url}`))
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void app.close())
  }
  await app.listen({ host: '127.0.0.1', port }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Error(`Port ${port} is in use: choose another with --port.`) : error
  })
  print(`Serving ${definition.name} on ${app.listeningOrigin}: GET /manifest, POST /authenticate, /delete and`)
  print(
    Object.keys(definition.actions)
      .map((key) => `POST /${key}`)
      .join(', ')
  )
}

/** What was done to which file, one a line. */
function listOf(changes: readonly Change[]): string {
  const verb = ({ before, after }: Change) =>
    after === undefined ? 'deleted' : before === undefined ? 'added' : 'changed'
  return changes.map((change) => `${verb(change)} ${change.path}`).join('\n')
}

function print(text: string): void {
  process.stdout.write(`${text}\n`)
}
