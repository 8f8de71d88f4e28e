import { randomBytes } from 'node:crypto'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'

/** What opens the doors of this machine's pipeline and board. Kept in a file that its owner alone may read. */
export interface Secrets {
  /** Opens the board's Events API. */
  tokenId: string
  /** Opens the pipeline's Tracking API. */
  writeKey: string
  /** Opens both pages and their APIs. */
  adminKey: string
}

const NAMES: readonly (keyof Secrets)[] = ['tokenId', 'writeKey', 'adminKey']

/** The environment variable that gives each secret; one that is given is used and not kept. */
export const SECRET_VARIABLES: Record<keyof Secrets, string> = {
  tokenId: 'TRACTIONBOARD_TOKEN_ID',
  writeKey: 'SEGMENT_WRITE_KEY',
  adminKey: 'TRACTIONBOARD_ADMIN_KEY'
}

/**
 * The secrets that the environment gives, then those that the data folder keeps; what neither has is generated and kept.
 * @throws Error in one line, for a folder that cannot be written or a file that cannot be read
 */
export async function resolveSecrets(dataFolder: string, environment: NodeJS.ProcessEnv): Promise<Secrets> {
  const file = path.join(dataFolder, 'secrets.json')
  await mkdir(dataFolder, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`The data folder ${dataFolder} cannot be created (${error.code}). Choose another one with --data.`)
  })
  const kept = await readSecrets(file)
  const secrets: Secrets = {
    tokenId: kept.tokenId ?? generate(),
    writeKey: kept.writeKey ?? generate(),
    adminKey: kept.adminKey ?? generate()
  }
  if (NAMES.some((name) => secrets[name] !== kept[name])) {
    await writeSecrets(file, secrets)
  }
  for (const name of NAMES) {
    secrets[name] = environment[SECRET_VARIABLES[name]]?.trim() || secrets[name]
  }
  return secrets
}

async function readSecrets(file: string): Promise<Partial<Secrets>> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return {}
    throw new Error(
      `${file} cannot be read (${code}). Make it readable for yourself, or choose another folder with --data.`
    )
  }
  try {
    return JSON.parse(text) as Partial<Secrets>
  } catch {
    throw new Error(`${file} is not valid JSON. Mend it, or delete it to have new keys generated.`)
  }
}

async function writeSecrets(file: string, secrets: Secrets): Promise<void> {
  try {
    await writeFile(file, JSON.stringify(secrets, null, 2) + '\n', { mode: 0o600 })
    // The mode above counts for new files alone.
    await chmod(file, 0o600)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Error(`${file} cannot be written (${code}). Choose a folder that you may write to with --data.`)
  }
}

function generate(): string {
  return randomBytes(24).toString('base64url')
}
