import { InvalidArgumentError, Option } from 'commander'
import path from 'node:path'
import type { DatabaseLocation } from '../database'

const HIGHEST_PORT = 65_535

/** The options of a command that keeps something in the data folder. */
export interface DataOptions {
  data: string
  databaseUrl?: string
}

export const dataOption = new Option('--data <folder>', 'where keys and the embedded databases are kept')
  .env('TRACTIONBOARD_DATA')
  .default('.tractionboard')

export const databaseUrlOption = new Option(
  '--database-url <url>',
  'a PostgreSQL to use instead of the embedded databases'
).env('DATABASE_URL')

export function portOption(flags: string, description: string, port: number): Option {
  return new Option(flags, description).default(port).argParser(parsePort)
}

export function parsePort(text: string): number {
  const port = Number(text)
  if (!/^\d+$/.test(text) || port > HIGHEST_PORT) {
    throw new InvalidArgumentError(`A port is a whole number from 0 (any free one) to ${HIGHEST_PORT}.`)
  }
  return port
}

/** The database of one module: the given PostgreSQL, or an embedded one in a folder of the module's own. */
export function locationOf(options: DataOptions, module: 'board' | 'pipeline'): DatabaseLocation {
  return options.databaseUrl ? { url: options.databaseUrl } : { folder: path.join(path.resolve(options.data), module) }
}
