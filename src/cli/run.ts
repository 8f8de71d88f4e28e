import { existsSync } from 'node:fs'
import path from 'node:path'
import { checkWebOptions } from '../web/options'
import { makeDataFolder } from './data-folder'
import { EventLog } from './event-log'
import type { RunOptions } from './options'
import { keepPlace } from './running'
import { startScreen } from './screen'
import type { Addresses } from './screen'
import { resolveSecrets } from './secrets'
import type { Secrets } from './secrets'
import { closeOnSignal } from './signals'

/** What a command has started: where it is, and how it is ended. */
interface Started extends Omit<Addresses, 'adminKey'> {
  close(): Promise<void>
}

/**
 * What every command that runs servers does alike: keys, a word at once, the start screen, the place for `open`, the end.
 * @param start starts the servers; it is given the secrets asked for, and where the ends of events go
 */
export async function run<Name extends keyof Secrets>(
  options: RunOptions,
  names: readonly Name[],
  start: (secrets: Pick<Secrets, Name | 'adminKey'>, events: EventLog) => Promise<Started>
): Promise<void> {
  checkWebOptions(options)
  const data = path.resolve(options.data)
  const secrets = await resolveSecrets(data, ['adminKey', ...names])
  if (options.databaseUrl === undefined) await makeDataFolder(data)
  const print = options.quiet ? () => undefined : (text: string) => process.stdout.write(`${text}\n`)
  print(openingLine(data, options.databaseUrl))

  const events = new EventLog(print)
  const { close, board, pipeline } = await start(secrets, events)
  const forget = [
    board && (await keepPlace(data, 'board', board)),
    pipeline && (await keepPlace(data, 'pipeline', pipeline))
  ]
  closeOnSignal(async () => {
    for (const forgetPlace of forget) await forgetPlace?.()
    await close()
    events.endSecond()
  })
  // Whoever reads it may end it at once.
  print(startScreen({ board, pipeline, adminKey: secrets.adminKey }))
}

/** The first start has to make the databases, and nobody likes to wait before a silent terminal. */
function openingLine(data: string, databaseUrl: string | undefined): string {
  if (databaseUrl !== undefined) return 'Connecting to PostgreSQL ...'
  const isNew = !existsSync(path.join(data, 'board')) && !existsSync(path.join(data, 'pipeline'))
  return isNew ? `Making a database in ${data} ...` : `Opening the database in ${data} ...`
}
