import { Command, CommanderError, Option } from 'commander'
import { monorepoCommands } from '../monorepo/commands'
import {
  dataOption,
  endpointOption,
  parsePort,
  parseRate,
  parseText,
  portOption,
  runOptions,
  serverOptions
} from './options'
import type { DataOptions, ServerOptions } from './options'
import { version } from './package'
import type { PipelineOptions } from './pipeline'
import type { ReplayCommandOptions } from './replay'
import { endWith } from './signals'
import type { StartOptions } from './start'

// The reader of the output may go away, as `| head` does: what runs here goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

const program = new Command('tractionboard')
  .description('A Segment destination for Tractionboard, and all that it takes to run it on one machine.')
  .version(version)
  .exitOverride()

/** A command and the options it takes. What it runs is loaded when it runs. */
function command(name: string, description: string, options: Option[]): Command {
  const added = program.command(name).description(description)
  for (const option of options) added.addOption(option)
  return added
}

const ports = () => [
  portOption('--port <port>', "the pipeline's port", 3000),
  portOption('--board-port <port>', "the board's port", 3001)
]

command('start', 'run a pipeline and a board together on this machine', [...ports(), ...runOptions()]).action(
  async (options: StartOptions) => (await import('./start.js')).start(options)
)

command('board', 'run a board alone', serverOptions("the board's port", 3001)).action(async (options: ServerOptions) =>
  (await import('./board.js')).board(options)
)

command('pipeline', 'run a pipeline alone', [
  endpointOption('the Events API to deliver to'),
  ...serverOptions("the pipeline's port", 3000)
]).action(async (options: PipelineOptions) => (await import('./pipeline.js')).pipeline(options))

command('replay', 'send history (NDJSON, gzipped or not) through the destination; goes on where it was interrupted', [
  endpointOption('the Events API to send to').default('http://127.0.0.1:3001'),
  new Option('--dry-run', 'say what would happen, and send nothing'),
  new Option('--sort', "send in the order of the events' times, over all files"),
  new Option('--ignore-integrations', 'send also what the integrations object of an event turns off'),
  new Option('--again', 'start over what was replayed before'),
  new Option('--rate <number>', 'events a second at the most').argParser(parseRate),
  new Option('--refused <file>', 'where refused events go, with their reasons')
    .default('refused.ndjson')
    .argParser(parseText),
  dataOption()
])
  .argument('<path...>', 'files and folders; - reads standard input')
  .action(async (paths: string[], options: ReplayCommandOptions) =>
    (await import('./replay.js')).replay(paths, options)
  )

command('demo', 'fill the board that runs here with twelve months of sample data', [dataOption()]).action(
  async (options: DataOptions) => (await import('./demo.js')).demo(options)
)

command('open', 'show the links and keys of what runs here, and open the page in a browser', [dataOption()]).action(
  async (options: DataOptions) => (await import('./open.js')).open(options)
)

monorepoCommands(program, parsePort)

program.parseAsync().catch((error: Error) => {
  // Commander has printed its own message already.
  if (error instanceof CommanderError) {
    process.exit(error.exitCode === 0 ? 0 : 1)
  }
  endWith(error)
})
