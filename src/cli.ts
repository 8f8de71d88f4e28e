#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander'
import { board } from './cli/board'
import { demo } from './cli/demo'
import { dataOption, databaseUrlOption, portOption } from './cli/options'
import { pipeline } from './cli/pipeline'
import { endWith } from './cli/signals'
import { start } from './cli/start'
import { version } from './cli/version'

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
  .command('demo')
  .description('fill the board that runs here with twelve months of sample data')
  .addOption(portOption('--port <port>', "the pipeline's port", 3000))
  .addOption(portOption('--board-port <port>', "the board's port", 3001))
  .addOption(dataOption)
  .action(demo)

program.parseAsync().catch((error: Error) => {
  // Commander has printed its own message already.
  if (error instanceof CommanderError) {
    process.exit(error.exitCode === 0 ? 0 : 1)
  }
  endWith(error)
})
