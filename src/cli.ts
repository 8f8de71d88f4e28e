#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander'
import { board } from './cli/board'
import { demo } from './cli/demo'
import { dataOption, databaseUrlOption, portOption } from './cli/options'
import { pipeline } from './cli/pipeline'
import { parseRate, replay } from './cli/replay'
import { endWith } from './cli/signals'
import { start } from './cli/start'
import { version } from './cli/version'
import { monorepoCommands } from './monorepo'

const hostOption = () => new Option('--host <address>', 'the address to listen on').default('127.0.0.1')

const program = new Command('tractionboard')
  .description('A Segment destination for Tractionboard, and all that it takes to run it on one machine.')
  .version(version)
  .showHelpAfterError('Run it with --help to see what it accepts.')
  .configureHelp({ showGlobalOptions: true })
  .exitOverride()

program
  .command('start')
  .description('run a pipeline and a board together on this machine')
  .addOption(portOption('--port <port>', "the pipeline's port", 3000))
  .addOption(portOption('--board-port <port>', "the board's port", 3001))
  .addOption(dataOption)
  .addOption(databaseUrlOption)
  .action(start)

program
  .command('board')
  .description('run a board alone')
  .addOption(hostOption())
  .addOption(portOption('--port <port>', "the board's port", 3001))
  .addOption(dataOption)
  .addOption(databaseUrlOption)
  .action(board)

program
  .command('pipeline')
  .description('run a pipeline alone')
  .addOption(hostOption())
  .addOption(portOption('--port <port>', "the pipeline's port", 3000))
  .addOption(new Option('--endpoint <url>', 'the Events API to deliver to').env('TRACTIONBOARD_ENDPOINT'))
  .addOption(dataOption)
  .addOption(databaseUrlOption)
  .action(pipeline)

program
  .command('replay')
  .description('send history (NDJSON, gzipped or not) through the destination; goes on where it was interrupted')
  .argument('<path...>', 'files and folders; - reads standard input')
  .addOption(
    new Option('--endpoint <url>', 'the Events API to send to')
      .env('TRACTIONBOARD_ENDPOINT')
      .default('http://127.0.0.1:3001')
  )
  .option('--dry-run', 'say what would happen, and send nothing')
  .option('--sort', "send in the order of the events' times, over all files")
  .option('--ignore-integrations', 'send also what the integrations object of an event turns off')
  .option('--again', 'start over what was replayed before')
  .addOption(new Option('--rate <number>', 'events a second at the most').argParser(parseRate))
  .option('--refused <file>', 'where refused events go, with their reasons', 'refused.ndjson')
  .addOption(dataOption)
  .action(replay)

program
  .command('demo')
  .description('fill the board that runs here with twelve months of sample data')
  .addOption(portOption('--port <port>', "the pipeline's port", 3000))
  .addOption(portOption('--board-port <port>', "the board's port", 3001))
  .addOption(dataOption)
  .action(demo)

monorepoCommands(program)

program.parseAsync().catch((error: Error) => {
  // Commander has printed its own message already.
  if (error instanceof CommanderError) {
    process.exit(error.exitCode === 0 ? 0 : 1)
  }
  endWith(error)
})
