import { Command, CommanderError, Option } from 'commander'
import { monorepoCommands } from '../monorepo/commands'
import type { BoardCommandOptions } from './with-boards'
import {
  alertOption,
  boardOption,
  dataOption,
  databaseOptions,
  endpointOption,
  keepOptions,
  parsePort,
  parseRate,
  parseName,
  parseText,
  parseTime,
  portOption,
  runOptions,
  serverOptions
} from './options'
import type { DataOptions, DatabaseOptions, ServerOptions } from './options'
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

command('start', 'run a pipeline and a board together on this machine', [
  ...ports(),
  ...keepOptions(),
  alertOption(),
  ...runOptions()
]).action(async (options: StartOptions) => (await import('./start.js')).start(options))

command('board', 'run a board alone', serverOptions("the board's port", 3001)).action(async (options: ServerOptions) =>
  (await import('./board.js')).board(options)
)

command('pipeline', 'run a pipeline alone', [
  endpointOption('the Events API to deliver to'),
  ...keepOptions(),
  alertOption(),
  ...serverOptions("the pipeline's port", 3000)
]).action(async (options: PipelineOptions) => (await import('./pipeline.js')).pipeline(options))

command(
  'replay',
  'send history (NDJSON, gzipped or not) through the mappings of the pipeline; of each file what is new',
  [
    endpointOption('the Events API to send to').default('http://127.0.0.1:3001'),
    new Option('--dry-run', 'say what would happen, and send nothing'),
    new Option('--presets', "use the destination's preset mappings, not those that were saved in the pipeline"),
    new Option('--from <time>', 'only events of this time or later (UTC), such as 2024-02-29').argParser(parseTime),
    new Option('--to <time>', 'only events before this time').argParser(parseTime),
    new Option(
      '--only <what>',
      'only calls of this type (track, page, ...), or track events of this name; may be repeated'
    ).argParser((what: string, all: string[] = []) => [...all, parseText(what)]),
    new Option('--sort', "send in the order of the events' times, over all files"),
    new Option('--ignore-integrations', 'send also what the integrations object of an event turns off'),
    new Option('--again', 'send again what was replayed before'),
    new Option('--rate <number>', 'events a second at the most').argParser(parseRate),
    new Option('--refused <file>', 'where refused events go, with their reasons')
      .default('refused.ndjson')
      .argParser(parseText),
    ...databaseOptions()
  ]
)
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

const boards = program
  .command('boards')
  .description('the boards of a database: list them, add one, change names and keys')
/** What the commands on boards do, loaded when one of them runs. */
const onBoards = () => import('./boards.js')

function boardsCommand(name: string, description: string): Command {
  const added = boards.command(name).description(description)
  for (const option of databaseOptions()) added.addOption(option)
  return added
}

boardsCommand('list', 'list the boards with their Token IDs').action(async (options: DatabaseOptions) =>
  (await onBoards()).list(options)
)
boardsCommand('add', 'make a board with keys of its own')
  .argument('<name>', 'what it is named', parseName)
  .action(async (name: string, options: DatabaseOptions) => (await onBoards()).add(name, options))
boardsCommand('rename', 'give a board another name')
  .argument('<board>', 'its number or its name')
  .argument('<name>', 'what it is named from now on', parseName)
  .action(async (board: string, name: string, options: DatabaseOptions) =>
    (await onBoards()).renameTo(board, name, options)
  )
boardsCommand('rotate-token', 'give a board a new Token ID; the old one stops working at once')
  .argument('<board>', 'its number or its name')
  .action(async (board: string, options: DatabaseOptions) => (await onBoards()).rotateTokenOf(board, options))
boardsCommand('rotate-key', 'give a board a new admin key; the old one and every session stop working at once')
  .argument('<board>', 'its number or its name')
  .action(async (board: string, options: DatabaseOptions) => (await onBoards()).rotateKeyOf(board, options))
boardsCommand('remove', 'remove a board with everything in it')
  .argument('<board>', 'its number or its name')
  .option('--yes', 'do it')
  .action(async (board: string, options: BoardCommandOptions) => (await onBoards()).remove(board, options))

const ofOneBoard = () => [boardOption(), ...databaseOptions()]

command('verify', 'compute the state of a board again from its events, and report what differs', ofOneBoard()).action(
  async (options: BoardCommandOptions) => (await import('./proof.js')).verify(options)
)
command(
  'rebuild',
  'make the state of a board anew from its events; goes on where it was interrupted',
  ofOneBoard()
).action(async (options: BoardCommandOptions) => (await import('./proof.js')).rebuild(options))
command('backup', 'write the events of a board to a file, as NDJSON', ofOneBoard())
  .argument('<file>', 'the file to write', parseText)
  .action(async (file: string, options: BoardCommandOptions) => (await import('./backup.js')).backup(file, options))
command('restore', 'make a board of a backup, with keys of its own', [
  new Option('--name <name>', 'what it is named; its old name where nothing is said').argParser(parseName),
  ...databaseOptions()
])
  .argument('<file>', 'the file of a backup', parseText)
  .action(async (file: string, options: BoardCommandOptions) => (await import('./backup.js')).restore(file, options))

monorepoCommands(program, parsePort)

program.parseAsync().catch((error: Error) => {
  // Commander has printed its own message already.
  if (error instanceof CommanderError) {
    process.exit(error.exitCode === 0 ? 0 : 1)
  }
  endWith(error)
})
