import { execFile } from 'child_process'
import { existsSync } from 'fs'
import { mkdir, mkdtemp, rename, rm } from 'fs/promises'
import { join } from 'path'
import { promisify } from 'util'
import { chromium, type Browser } from 'playwright-core'

const root = join(__dirname, '..', '..')
const cache = join(root, 'node_modules', '.cache', 'chromium')
const packed = join(root, 'node_modules', '@sparticuz', 'chromium')

/**
 * Starts a headless Chromium; the caller closes it. On Linux it is the one that npm installed, so that a test needs no
 * browser on the machine (set `CHROMIUM_PATH` to use another); elsewhere it is the installed Chrome.
 */
export async function launchBrowser(): Promise<Browser> {
  const given = process.env.CHROMIUM_PATH
  if (!given && process.platform !== 'linux') return chromium.launch({ channel: 'chrome' })

  return chromium.launch({ executablePath: given ?? (await unpack()), args: ['--no-sandbox', '--no-zygote'] })
}

/**
 * Unpacks the browser once per installation. The package itself unpacks into the system's temporary folder, where a
 * second test process would start a half-written file: so each process unpacks into a folder of its own and the first
 * to finish moves it to its place.
 */
async function unpack(): Promise<string> {
  const { version } = (await import(join(packed, 'package.json'))) as { version: string }
  const folder = join(cache, version)

  if (!existsSync(folder)) {
    await mkdir(cache, { recursive: true })
    const own = await mkdtemp(join(cache, 'unpacking-'))
    const script = `require(${JSON.stringify(packed)}).executablePath()`
    await promisify(execFile)(process.execPath, ['-e', script], { env: { ...process.env, TMPDIR: own } })
    await rename(own, folder).catch(() => rm(own, { recursive: true }))
  }
  return join(folder, 'chromium')
}
