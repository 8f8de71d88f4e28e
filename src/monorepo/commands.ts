import { Option } from 'commander'
import type { Command } from 'commander'
import type { CheckOptions, InstallOptions, ServeOptions } from './run'

/**
 * Adds the commands that make the destination at home in Segment's monorepo. They throw an Error with a message of one
 * line; where a check finds something they set the exit code. What a command runs is loaded when it runs.
 */
export function monorepoCommands(program: Command, parsePort: (text: string) => number): void {
  program
    .command('types')
    .description("generate the destination's types as Segment's monorepo does")
    .option('--check', 'change nothing; fail and show the difference where they are out of date')
    .action(async (options: CheckOptions) => (await import('./run.js')).runTypes(options))

  program
    .command('metadata')
    .description("generate the destination's metadata.json as Segment's monorepo does")
    .option('--check', 'change nothing; fail and show the difference where it is out of date')
    .action(async (options: CheckOptions) => (await import('./run.js')).runMetadata(options))

  program
    .command('validate')
    .description("check the destination by the rules of Segment's monorepo and its guidance for pull requests")
    .action(async () => (await import('./run.js')).runValidate())

  program
    .command('install')
    .description("put the destination into a checkout of Segment's monorepo and register it")
    .argument('<path>', 'the checkout of segmentio/action-destinations')
    .option('--id <id>', "the metadata id to register it under, instead of the one in Segment's catalog")
    .option('--no-register', "leave the registration to Segment's operators, who give a new destination its id")
    .option('--dry-run', 'change nothing; show the difference')
    .option('--force', 'overwrite changes that are not committed')
    .action(async (path: string, options: InstallOptions) => (await import('./run.js')).runInstall(path, options))

  program
    .command('serve')
    .description("run the destination for Segment's Actions Tester and cURL, on this machine alone")
    .addOption(new Option('--port <port>', 'the port to listen on').env('PORT').default(3000).argParser(parsePort))
    .action(async (options: ServeOptions) => (await import('./run.js')).runServe(options))
}
