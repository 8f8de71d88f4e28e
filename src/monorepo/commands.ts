import { InvalidArgumentError, Option } from 'commander'
import type { Command } from 'commander'
import path from 'node:path'
import { DIRECTORY, currentSourceFolder, definition, sourceFolder } from './destination'
import { applyChanges, changesTo, unifiedDiff } from './files'
import type { Change, Files } from './files'
import { generateMetadata, generateTypes } from './generate'
import { install, nextCommands, planInstallation } from './install'
import { developmentServer } from './serve'
import { formatFindings, validate } from './validate'

const HIGHEST_PORT = 65_535

/**
 * Adds the commands that make the destination at home in Segment's monorepo. They throw an Error with a message of one
 * line; where a check finds something they set the exit code.
 */
export function monorepoCommands(program: Command): void {
  program
    .command('types')
    .description("generate the destination's types as Segment's monorepo does")
    .option('--check', 'change nothing; fail and show the difference where they are out of date')
    .action(async ({ check }: CheckOptions) => generate('types', await generateTypes(definition), check))

  program
    .command('metadata')
    .description("generate the destination's metadata.json as Segment's monorepo does")
    .option('--check', 'change nothing; fail and show the difference where it is out of date')
    .action(({ check }: CheckOptions) => generate('metadata', generateMetadata(definition), check))

  program
    .command('validate')
    .description("check the destination by the rules of Segment's monorepo and its guidance for pull requests")
    .action(runValidate)

  program
    .command('install')
    .description("put the destination into a checkout of Segment's monorepo and register it")
    .argument('<path>', 'the checkout of segmentio/action-destinations')
    .option('--id <id>', "the metadata id to register it under, instead of the one in Segment's catalog")
    .option('--no-register', "leave the registration to Segment's operators, who give a new destination its id")
    .option('--dry-run', 'change nothing; show the difference')
    .option('--force', 'overwrite changes that are not committed')
    .action(runInstall)

  program
    .command('serve')
    .description("run the destination for Segment's Actions Tester and cURL, on this machine alone")
    .addOption(new Option('--port <port>', 'the port to listen on').env('PORT').default(3000).argParser(parsePort))
    .action(runServe)
}

interface CheckOptions {
  check?: true
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

async function runValidate(): Promise<void> {
  const findings = await validate(currentSourceFolder(), definition)
  print(formatFindings(findings) + (findings.length === 1 ? '1 finding' : `${findings.length || 'No'} findings`))
  process.exitCode = findings.length > 0 ? 1 : 0
}

interface InstallOptions {
  id?: string
  register: boolean
  dryRun?: true
  force?: true
}

function runInstall(checkout: string, { id, register, dryRun, force }: InstallOptions): void {
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

async function runServe({ port }: { port: number }): Promise<void> {
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

function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > HIGHEST_PORT) {
    throw new InvalidArgumentError(`A port is a whole number from 0 (any free one) to ${HIGHEST_PORT}.`)
  }
  return port
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
