import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A browser that has not come by then will not come. */
const PATIENCE_MS = 10_000

/**
 * Opens a link that holds a key. Every user of a machine can read the command lines of all programs: the browser is given
 * an address that works once and leads on to the link. Nothing happens where there is no browser.
 */
export async function openInBrowser(link: string, opener = openerOf(process.platform, process.env)): Promise<void> {
  if (!opener) return
  const path = `/${randomUUID()}`
  const server = createServer((request, response) => {
    const isRight = request.url === path
    const headers = { Connection: 'close', 'Cache-Control': 'no-store' }
    response.writeHead(isRight ? 302 : 404, isRight ? { ...headers, Location: link } : headers).end()
    if (isRight) server.close()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const [program, ...args] = opener
  const child = spawn(program, [...args, `http://127.0.0.1:${port}${path}`], { stdio: 'ignore', detached: true })
  child.on('error', () => server.close())
  child.unref()
  const patience = setTimeout(() => server.close(), PATIENCE_MS)
  await once(server, 'close')
  clearTimeout(patience)
}

/** The program that opens an address in the browser that the person has chosen; none on a machine without a screen. */
export function openerOf(
  platform: NodeJS.Platform,
  { DISPLAY, WAYLAND_DISPLAY }: NodeJS.ProcessEnv
): string[] | undefined {
  if (platform === 'darwin') return ['open']
  if (platform === 'win32') return ['cmd', '/c', 'start', '""']
  return DISPLAY || WAYLAND_DISPLAY ? ['xdg-open'] : undefined
}
