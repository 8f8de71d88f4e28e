import { existsSync } from 'node:fs'
import path from 'node:path'
import { linesOf, runCommand, runCommandIn, temporaryFolder } from './__helpers__/product'

let data: { folder: string; remove(): Promise<void> }

beforeAll(async () => {
  data = await temporaryFolder()
})

afterAll(() => data.remove())

it.each([
  [[]],
  [['start']],
  [['board']],
  [['pipeline']],
  [['replay']],
  [['demo']],
  [['open']],
  [['types']],
  [['install']],
  [['serve']]
])('explains itself: %j --help', async (command) => {
  const { code, stdout, stderr } = await runCommand(...command, '--help')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toMatch(/^Usage: tractionboard/)
})

it.each([
  ['an unknown option', ['start', '--prot', '3000'], "error: unknown option '--prot'"],
  ['an unknown command', ['strat'], "error: unknown command 'strat'"],
  ['a port that is none', ['start', '--port', '80 80'], 'A port is a whole number from 0 (any free one) to 65535.'],
  ['a port beyond the last', ['start', '--board-port', '65536'], 'A port is a whole number from 0'],
  ['one port for two', ['start', '--port', '3007', '--board-port', '3007'], '--port and --board-port are both 3007'],
  ['an empty folder', ['start', '--data', ''], 'It is empty: give it a value.'],
  ['an empty host', ['board', '--host', ' '], 'It is empty: give it a value.'],
  ['an endpoint that is none', ['pipeline', '--endpoint', 'ftp://foo'], 'Endpoint is not acceptable. Accepted is'],
  ['an endpoint in clear text', ['replay', '--endpoint', 'http://foo', 'file'], 'Endpoint is not acceptable.'],
  ['a database that is none', ['board', '--database-url', 'mysql://me:secret@host/db'], 'Accepted is postgres://'],
  ['a level that is none', ['board', '--log-level', 'loud'], "argument 'loud' is invalid. Allowed choices are fatal,"],
  ['a time that is none', ['start', '--drain-seconds', 'soon'], 'It is a number of seconds from 0 to 3600.'],
  ['a time that is too long', ['start', '--drain-seconds', '1e9'], 'It is a number of seconds from 0 to 3600.'],
  ['days that are none', ['start', '--keep-days', '1e9'], 'It is a number of days more than 0, such as 7 or 0.5'],
  ['half an event', ['start', '--keep-events', '1.5'], 'It is a whole number more than 0'],
  ['a queue without end', ['start', '--max-queue', '1e99'], 'It is a whole number more than 0'],
  [
    'to forget first what was not delivered',
    ['start', '--keep-days', '100', '--keep-undelivered-days', '2'],
    'Undelivered events cannot be forgotten (after 2 days) before delivered ones'
  ],
  ['a proxy that is none', ['board', '--trust-proxy', '10.0.0.0/99'], 'The proxies to trust must be addresses'],
  ['little and much on the log', ['board', '--quiet', '--log-level', 'debug'], "'--quiet' cannot be used with"],
  ['a rate that is none', ['replay', '--rate', 'Infinity', 'file'], 'A rate is a number of events a second'],
  ['a time of a replay that is none', ['replay', '--from', 'soon', 'file'], 'A time is a date, or a date and a time'],
  ['a name that is none', ['replay', '--only', ' ', 'file'], 'It is empty: give it a value.'],
  [
    'a webhook in clear text',
    ['start', '--alert-url', 'http://example.com/secret@'],
    'must be https without credentials'
  ],
  ['a public address that is none', ['board', '--public-url', 'example.com'], 'The public URL must be a scheme'],
  ['a board of no name', ['boards', 'add', ' '], 'A name has 1 to 100 characters, all in one line.'],
  ['a board of a long name', ['boards', 'add', 'x'.repeat(101)], 'A name has 1 to 100 characters, all in one line.'],
  ['boards that are not there', ['boards', 'list'], 'There is no board in'],
  ['a backup that is not there', ['restore', 'none.ndjson'], 'none.ndjson is not there.'],
  ['a backup that is none', ['restore', 'README.md'], 'README.md: The file is no backup of a board'],
  ['keys that nobody has', ['replay', 'file'], 'secrets.json has no tokenId. Give TRACTIONBOARD_TOKEN_ID'],
  ['a demo of nothing', ['demo'], 'Nothing runs on the data folder'],
  ['to open nothing', ['open'], 'Nothing runs on the data folder']
])('refuses %s with a clear line, and writes nothing', async (_, args, line) => {
  const folder = path.join(data.folder, 'refused')
  const { code, stdout, stderr } = await runCommandIn({ TRACTIONBOARD_DATA: folder }, ...args)
  expect({ code, stdout, lines: linesOf(stderr) }).toEqual({ code: 1, stdout: '', lines: 1 })
  expect(stderr).toContain(line)
  expect(stderr).not.toContain('secret@')
  expect(existsSync(folder)).toBe(false)
})

it.each([
  ['TRACTIONBOARD_DATA', '', 'is invalid. It is empty'],
  ['DATABASE_URL', '', 'Accepted is postgres://'],
  ['DATABASE_URL', 'host=db password=secret@', 'Accepted is postgres://'],
  ['TRACTIONBOARD_ENDPOINT', '', 'is invalid. It is empty'],
  ['TRACTIONBOARD_ENDPOINT', 'https://me:secret@example.com', 'Endpoint is not acceptable.'],
  ['TRACTIONBOARD_ADMIN_KEY', '', 'TRACTIONBOARD_ADMIN_KEY is empty'],
  ['TRACTIONBOARD_ADMIN_KEY', 'secret@short', 'TRACTIONBOARD_ADMIN_KEY is too short'],
  ['TRACTIONBOARD_ALERT_URL', '', 'The alert URL (--alert-url, TRACTIONBOARD_ALERT_URL) must be https'],
  ['TRACTIONBOARD_TOKEN_ID', 'secret@ with a space', 'TRACTIONBOARD_TOKEN_ID is no key'],
  ['SEGMENT_WRITE_KEY', 'secret@with:colon', 'SEGMENT_WRITE_KEY is no key']
])('refuses %s=%j with a clear line, and writes nothing', async (variable, value, line) => {
  const folder = path.join(data.folder, 'refused')
  const { code, stdout, stderr } = await runCommandIn(
    { TRACTIONBOARD_DATA: folder, [variable]: value },
    'pipeline',
    '--port',
    '0'
  )
  expect({ code, stdout, lines: linesOf(stderr) }).toEqual({ code: 1, stdout: '', lines: 1 })
  expect(stderr).toContain(line)
  expect(stderr).not.toContain('secret@')
  expect(existsSync(folder)).toBe(false)
})
