import { createHash, randomBytes } from 'node:crypto'
import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { SHORTEST_ADMIN_KEY } from '../web/options'
import { makeDataFolder } from './data-folder'

/** What opens the doors of this machine's pipeline and board. Kept in a file that its owner alone may read. */
export interface Secrets {
  /** Opens the board's Events API. */
  tokenId: string
  /** Opens the pipeline's Tracking API. */
  writeKey: string
  /** Opens both pages and their APIs. */
  adminKey: string
  /** Signs what a webhook is told. */
  alertSecret: string
}

/** The environment variable that gives each secret; one that is given is used and not kept. */
const VARIABLES: Record<keyof Secrets, string> = {
  tokenId: 'TRACTIONBOARD_TOKEN_ID',
  writeKey: 'SEGMENT_WRITE_KEY',
  adminKey: 'TRACTIONBOARD_ADMIN_KEY',
  alertSecret: 'TRACTIONBOARD_ALERT_SECRET'
}

/** What a user name of HTTP Basic authorization can hold. */
const SENDABLE = /^[\x21-\x39\x3b-\x7e]+$/

/**
 * The secrets that the environment gives, then those that the data folder keeps; what neither has is generated and kept.
 * Where all are given the folder is not touched.
 * @throws Error in one line, for a secret that is none, a folder that cannot be written or a file that cannot be read
 */
export async function resolveSecrets<Name extends keyof Secrets>(
  dataFolder: string,
  names: readonly Name[]
): Promise<Pick<Secrets, Name>> {
  const { secrets, kept, missing, file } = await lookUp(dataFolder, names)
  if (missing.length > 0) {
    const generated = Object.fromEntries(missing.map((name) => [name, randomBytes(24).toString('base64url')]))
    await makeDataFolder(dataFolder)
    await writeSecrets(file, { ...kept, ...generated })
    Object.assign(secrets, generated)
  }
  return secrets as Pick<Secrets, Name>
}

/**
 * As `resolveSecrets`, for a command that needs what another one has started.
 * @throws Error in one line where a secret is neither given nor kept
 */
export async function requireSecrets<Name extends keyof Secrets>(
  dataFolder: string,
  names: readonly Name[]
): Promise<Pick<Secrets, Name>> {
  const { secrets, missing, file } = await lookUp(dataFolder, names)
  if (missing.length > 0) {
    const variables = missing.map((name) => VARIABLES[name]).join(', ')
    throw new Error(
      `${file} has no ${missing.join(', no ')}. Give ${variables}, or the --data folder of what was started.`
    )
  }
  return secrets as Pick<Secrets, Name>
}

/** Replaces a secret that the data folder keeps, if it is the one with this SHA-256 digest; says whether it was. */
export async function replaceKeptSecret(
  dataFolder: string,
  name: keyof Secrets,
  oldDigest: string,
  secret: string
): Promise<boolean> {
  const file = path.join(dataFolder, 'secrets.json')
  const kept = await readSecrets(file)
  const known = kept[name]
  if (typeof known !== 'string' || createHash('sha256').update(known).digest('hex') !== oldDigest) return false
  await writeSecrets(file, { ...kept, [name]: secret })
  return true
}

async function lookUp(dataFolder: string, names: readonly (keyof Secrets)[]) {
  const file = path.join(dataFolder, 'secrets.json')
  const secrets: Partial<Secrets> = {}
  for (const name of names) {
    const given = process.env[VARIABLES[name]]
    if (given !== undefined) secrets[name] = checked(name, given.trim(), VARIABLES[name])
  }
  const kept = names.every((name) => name in secrets) ? {} : await readSecrets(file)
  for (const name of names) {
    if (!(name in secrets) && name in kept) secrets[name] = checked(name, kept[name], `${name} in ${file}`)
  }
  return { secrets, kept, missing: names.filter((name) => !(name in secrets)), file }
}

function checked(name: keyof Secrets, secret: unknown, place: string): string {
  if (secret === '') throw new Error(`${place} is empty: give it a value, or remove it to have one generated.`)
  if (typeof secret !== 'string' || !SENDABLE.test(secret)) {
    throw new Error(`${place} is no key: it takes visible ASCII characters, without spaces and colons.`)
  }
  if ((name === 'adminKey' || name === 'alertSecret') && secret.length < SHORTEST_ADMIN_KEY) {
    throw new Error(`${place} is too short to be a key: it takes at least ${SHORTEST_ADMIN_KEY} characters.`)
  }
  return secret
}

async function readSecrets(file: string): Promise<Partial<Record<keyof Secrets, unknown>>> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
    await chmod(file, 0o600).catch(() => undefined)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return {}
    throw new Error(
      `${file} cannot be read (${code}). Make it readable for yourself, or choose another folder with --data.`
    )
  }
  const kept = parse(text)
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) {
    throw new Error(`${file} is not a JSON object. Mend it, or delete it to have new keys generated.`)
  }
  return kept
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** All of it or nothing: a disk that is full leaves no empty file behind. */
async function writeSecrets(file: string, secrets: object): Promise<void> {
  const draft = `${file}.${process.pid}`
  try {
    await writeFile(draft, JSON.stringify(secrets, null, 2) + '\n', { mode: 0o600 })
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined)
    const { code } = error as NodeJS.ErrnoException
    throw new Error(`${file} cannot be written (${code}). Choose a folder that you may write to with --data.`)
  }
}
