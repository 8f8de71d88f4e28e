import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { requireSecrets, resolveSecrets } from '../secrets'

const NAMES = ['tokenId', 'writeKey', 'adminKey'] as const
const VARIABLES = ['TRACTIONBOARD_TOKEN_ID', 'SEGMENT_WRITE_KEY', 'TRACTIONBOARD_ADMIN_KEY']

let folder: string
beforeEach(async () => {
  for (const variable of VARIABLES) delete process.env[variable]
  folder = path.join(await mkdtemp(path.join(tmpdir(), 'tractionboard-secrets-')), 'data')
})
afterEach(() => rm(path.dirname(folder), { recursive: true, force: true }))
afterAll(() => VARIABLES.forEach((variable) => delete process.env[variable]))

const mode = async (name: string) => ((await stat(name)).mode & 0o777).toString(8)

describe('secrets', () => {
  it('are generated once, and kept for their owner alone', async () => {
    const first = await resolveSecrets(folder, NAMES)
    expect(Object.values(first).map((secret) => secret.length)).toEqual([32, 32, 32])
    expect(await resolveSecrets(folder, NAMES)).toEqual(first)
    expect([await mode(folder), await mode(path.join(folder, 'secrets.json'))]).toEqual(['700', '600'])
  })

  it('that are given are used and not kept; where all are given nothing is written', async () => {
    VARIABLES.forEach((variable) => (process.env[variable] = `${variable}-given`))
    expect(await resolveSecrets(folder, NAMES)).toEqual({
      tokenId: 'TRACTIONBOARD_TOKEN_ID-given',
      writeKey: 'SEGMENT_WRITE_KEY-given',
      adminKey: 'TRACTIONBOARD_ADMIN_KEY-given'
    })
    await expect(readdir(folder)).rejects.toThrow('ENOENT')
    delete process.env.SEGMENT_WRITE_KEY
    const { writeKey } = await resolveSecrets(folder, NAMES)
    expect(JSON.parse(await readFile(path.join(folder, 'secrets.json'), 'utf8'))).toEqual({ writeKey })
  })

  it('close a folder and a file that stood open; a folder of other things keeps its mode', async () => {
    const kept = path.join(folder, 'secrets.json')
    await mkdir(folder, { mode: 0o755 })
    await writeFile(kept, '{}', { mode: 0o644 })
    // What a killed process leaves behind is no other thing.
    await writeFile(path.join(folder, 'running.board.json'), '{}')
    await resolveSecrets(folder, NAMES)
    expect([await mode(folder), await mode(kept)]).toEqual(['700', '600'])
    await chmod(folder, 0o755)
    await writeFile(kept, '{}')
    await writeFile(path.join(folder, 'thesis.txt'), '')
    await resolveSecrets(folder, NAMES)
    expect([await mode(folder), await mode(kept)]).toEqual(['755', '600'])
  })

  it.each([
    ['', 'TRACTIONBOARD_ADMIN_KEY is empty: give it a value, or remove it to have one generated.'],
    ['  ', 'TRACTIONBOARD_ADMIN_KEY is empty: give it a value, or remove it to have one generated.'],
    ['fifteen-letters', 'TRACTIONBOARD_ADMIN_KEY is too short to be a key: it takes at least 16 characters.'],
    ['two words that are long', 'TRACTIONBOARD_ADMIN_KEY is no key: it takes visible ASCII characters, without spaces'],
    ['clé-clé-clé-clé-clé', 'TRACTIONBOARD_ADMIN_KEY is no key']
  ])('given as %j are refused, and nothing is written', async (given, message) => {
    process.env.TRACTIONBOARD_ADMIN_KEY = given
    await expect(resolveSecrets(folder, NAMES)).rejects.toThrow(message)
    await expect(readdir(folder)).rejects.toThrow('ENOENT')
  })

  it.each([
    ['{"adminKey": 7}', /^adminKey in .*secrets\.json is no key/],
    ['{"adminKey": "short"}', /^adminKey in .*secrets\.json is too short/],
    ['[]', /secrets\.json is not a JSON object/],
    ['{"adminKey', /secrets\.json is not a JSON object/]
  ])('kept as %s are refused, and left as they are', async (kept, message) => {
    await mkdir(folder)
    await writeFile(path.join(folder, 'secrets.json'), kept)
    await expect(resolveSecrets(folder, NAMES)).rejects.toThrow(message)
    expect(await readFile(path.join(folder, 'secrets.json'), 'utf8')).toBe(kept)
  })

  it('that nobody has are not generated for a command that needs those of another', async () => {
    await expect(requireSecrets(folder, ['tokenId'])).rejects.toThrow(
      /secrets\.json has no tokenId\. Give TRACTIONBOARD_TOKEN_ID, or the --data folder of what was started\./
    )
    await expect(readdir(folder)).rejects.toThrow('ENOENT')
  })
})
