import { InvalidArgumentError, Option } from 'commander'
import path from 'node:path'
import type { DatabaseLocation } from '../database'
import type { Keep } from '../pipeline/record/upkeep'
import { readTime } from '../pipeline/receive/time'
import { LOG_LEVELS } from '../web/options'
import type { WebOptions } from '../web/options'

const HIGHEST_PORT = 65_535
const LONGEST_DRAIN_SECONDS = 3_600
const MOST_DAYS = 36_500
const LONGEST_NAME = 100

/** The options of a command that keeps something in the data folder. */
export interface DataOptions {
  data: string
}

/** The options of a command that has a database. */
export interface DatabaseOptions extends DataOptions {
  databaseUrl?: string
}

/** The options of a command that runs servers. */
export interface RunOptions extends DatabaseOptions, Pick<WebOptions, 'logLevel' | 'quiet' | 'drainSeconds'> {}

/** The options of a command that runs one server, which others may reach. */
export interface ServerOptions extends DatabaseOptions, Omit<WebOptions, 'logTo'> {}

export const dataOption = () =>
  new Option('--data <folder>', 'where keys and the embedded databases are kept')
    .env('TRACTIONBOARD_DATA')
    .default('.tractionboard')
    .argParser(parseText)

export const endpointOption = (description: string) =>
  new Option('--endpoint <url>', description).env('TRACTIONBOARD_ENDPOINT').argParser(parseText)

export function portOption(flags: string, description: string, port: number): Option {
  return new Option(flags, description).default(port).argParser(parsePort)
}

/** No parser: a message about its value would show the password in it. `locationOf` checks it. */
export const databaseUrlOption = () =>
  new Option('--database-url <url>', 'a PostgreSQL to use instead of the embedded databases').env('DATABASE_URL')

/** What a command takes that works on a database. */
export const databaseOptions = () => [dataOption(), databaseUrlOption()]

export const boardOption = () =>
  new Option('--board <board>', 'which board, by its number or its name; needless where there is one').argParser(
    parseText
  )

export const runOptions = () => [
  ...databaseOptions(),
  new Option('--log-level <level>', 'what is logged on standard error, as JSON lines')
    .choices(LOG_LEVELS)
    .default('warn'),
  new Option('--quiet', 'print nothing but errors').conflicts('logLevel'),
  new Option('--drain-seconds <seconds>', 'how long a stop may take').default(8).argParser(parseDrainSeconds)
]

export const serverOptions = (description: string, port: number) => [
  new Option('--host <address>', 'the address to listen on').default('127.0.0.1').argParser(parseText),
  portOption('--port <port>', description, port),
  new Option('--public-url <url>', 'the address that others reach it by, such as https://events.example.com').argParser(
    parseText
  ),
  new Option('--trust-proxy [addresses]', 'believe the X-Forwarded headers, of all or of these addresses').argParser(
    parseText
  ),
  new Option('--metrics-open', 'answer /metrics without a key'),
  ...runOptions()
]

/** How long and how much a pipeline keeps on record. */
export interface KeepOptions {
  keepDays: number
  keepEvents: number
  keepUndeliveredDays: number
  maxQueue: number
  maxQueueBytes: number
}

export const keepOptions = () => [
  new Option('--keep-days <days>', 'how long delivered and filtered events stay on record')
    .default(7)
    .argParser(parseDays),
  new Option('--keep-events <number>', 'how many of them stay at most').default(1_000_000).argParser(parseCount),
  new Option('--keep-undelivered-days <days>', 'how long what could not be delivered stays')
    .default(90)
    .argParser(parseDays),
  new Option('--max-queue <events>', 'how many may wait to be delivered; more are answered 429')
    .default(10_000_000)
    .argParser(parseCount),
  new Option('--max-queue-bytes <bytes>', 'how large they may be, as they are stored')
    .default(10_000_000_000)
    .argParser(parseCount)
]

/** Where it is told what is amiss. */
export interface AlertOptions {
  alertUrl?: string
}

/** No parser: a message about its value would show what may be secret in it. `startPipeline` checks it. */
export const alertOption = () =>
  new Option('--alert-url <url>', 'a webhook that is told what is amiss: https, or http on this machine').env(
    'TRACTIONBOARD_ALERT_URL'
  )

/**
 * What a pipeline keeps, from the command line.
 * @throws Error where it contradicts itself
 */
export async function keepOf({ keepDays, keepEvents, keepUndeliveredDays }: KeepOptions): Promise<Keep> {
  const keep = { days: keepDays, events: keepEvents, undeliveredDays: keepUndeliveredDays }
  const { checkKeep } = await import('../pipeline/record/upkeep.js')
  checkKeep(keep)
  return keep
}

/** What may wait, from the command line. */
export function queueOf({ maxQueue, maxQueueBytes }: KeepOptions) {
  return { events: maxQueue, bytes: maxQueueBytes }
}

/** What both servers take, from the command line. */
export function webOptions(options: RunOptions & Partial<ServerOptions>): WebOptions {
  const { host, port = 0, trustProxy, publicUrl, metricsOpen, logLevel, quiet, drainSeconds } = options
  return { host, port, trustProxy, publicUrl, metricsOpen, logLevel, quiet, drainSeconds }
}

/** Reads a number as a person writes it. What is none, or is not accepted, is answered with the sentence. */
function numberParser(accepts: (value: number) => boolean, sentence: string): (text: string) => number {
  return (text) => {
    const value = /^[\d.]+$/.test(text) ? Number(text) : NaN
    if (!accepts(value)) throw new InvalidArgumentError(sentence)
    return value
  }
}

const parseDays = numberParser(
  (value) => value > 0 && value <= MOST_DAYS,
  `It is a number of days more than 0, such as 7 or 0.5, and at most ${MOST_DAYS}.`
)

const parseCount = numberParser(
  (value) => value > 0 && Number.isSafeInteger(value),
  'It is a whole number more than 0, in digits, such as 1000000.'
)

const parseDrainSeconds = numberParser(
  (value) => value >= 0 && value <= LONGEST_DRAIN_SECONDS,
  `It is a number of seconds from 0 to ${LONGEST_DRAIN_SECONDS}.`
)

export const parseRate = numberParser((value) => value > 0, 'A rate is a number of events a second, more than 0.')

export const parsePort = numberParser(
  (value) => Number.isInteger(value) && value <= HIGHEST_PORT,
  `A port is a whole number from 0 (any free one) to ${HIGHEST_PORT}.`
)

/** A time on the command line: a date is its beginning, and a time without a zone is UTC. */
export function parseTime(text: string): Date {
  const time = readTime(text)
  if (time === undefined) {
    throw new InvalidArgumentError('A time is a date, or a date and a time (UTC): 2024-02-29, 2024-02-29T12:30:00Z.')
  }
  return new Date(time)
}

export function parseText(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It is empty: give it a value.')
  return text
}

/** The name of a board, which stands in one line of a list. */
export function parseName(text: string): string {
  if (!/\S/.test(text) || text.length > LONGEST_NAME || /\p{Cc}/u.test(text)) {
    throw new InvalidArgumentError(`A name has 1 to ${LONGEST_NAME} characters, all in one line.`)
  }
  return text
}

/**
 * The database of one module: the given PostgreSQL, or an embedded one in a folder of the module's own.
 * @throws Error that does not repeat the URL, which holds a password
 */
export function locationOf({ data, databaseUrl }: DatabaseOptions, module: 'board' | 'pipeline'): DatabaseLocation {
  if (databaseUrl === undefined) return { folder: path.join(path.resolve(data), module) }
  if (!/^postgres(ql)?:\/\/./.test(databaseUrl) || !URL.canParse(databaseUrl)) {
    throw new Error(
      'The database URL (--database-url, DATABASE_URL) is none. Accepted is postgres://user:password@host:port/database.'
    )
  }
  return { url: databaseUrl }
}
