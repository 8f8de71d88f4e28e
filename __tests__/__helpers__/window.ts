import { existsSync, readdirSync, statSync } from 'fs'
import { join } from 'path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

const root = join(__dirname, '..', '..')

/**
 * A browser window that notes in `complaints` everything which must not happen: breaches of the
 * Content-Security-Policy, errors in scripts, dialogs, requests to another host than `url`.
 */
export async function openWindow(
  browser: Browser,
  url: string,
  complaints: string[],
  options: BrowserContextOptions = { viewport: { width: 1440, height: 900 } }
): Promise<Page> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(10_000)
  await page.exposeFunction('complain', (complaint: string) => complaints.push(complaint))
  await page.addInitScript(`
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile }) =>
      complain('CSP: ' + violatedDirective + ' ' + blockedURI + ' ' + sourceFile))
  `)
  page.on('pageerror', (error) => complaints.push(`script: ${error.message}`))
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== url) complaints.push(`request to ${request.url()}`)
  })
  return page
}

/** The address that signs in. */
export const withKey = (address: string, key: string): string =>
  `${address}${address.includes('?') ? '&' : '?'}key=${encodeURIComponent(key)}`

/**
 * The folder of the built page of a part. The tests look at what was built, and nothing in them would notice that the
 * build is older than the source.
 * @throws where it is not built, or was changed since
 */
export function builtPage(part: 'board' | 'pipeline'): string {
  const built = join(root, 'dist', part, 'page')
  const index = join(built, 'index.html')
  if (!existsSync(index)) throw new Error(`The page of the ${part} is not built: run \`npm run build:pages\` first.`)

  const newest = Math.max(...[join(root, 'src', part, 'page'), join(root, 'src', 'look')].map(newestChange))
  if (statSync(index).mtimeMs < newest) {
    throw new Error(`The page of the ${part} was changed after it was built: run \`npm run build:pages\` first.`)
  }
  return built
}

/** Tests are no part of what is built. */
function newestChange(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.parentPath.includes('__tests__')
  )
  return Math.max(...files.map((file) => statSync(join(file.parentPath, file.name)).mtimeMs))
}
