import pc from 'picocolors'

/** Where a person finds what runs here, and what opens it. The only output that shows secrets. */
export interface Addresses {
  pipeline?: { url: string; page?: string; writeKey: string }
  board?: { url: string; page?: string; tokenId: string }
  /** In the addresses of the pages, where it is exchanged for a cookie. */
  adminKey: string
}

/** What a server prints once it runs. */
export function startScreen(addresses: Addresses): string {
  const { pipeline } = addresses
  const snippets = pipeline ? ['', ...snippetsFor(pipeline)] : []
  const ends = 'Ctrl-C ends it; the next start goes on from here. "tractionboard open" shows these links again.'
  return ['', ...linkLines(addresses), ...snippets, '', pc.dim(ends), ''].join('\n')
}

/** The addresses, keys and pages of what runs. */
export function linkLines({ pipeline, board, adminKey }: Addresses): string[] {
  const lines: string[] = []
  if (pipeline) {
    lines.push(
      row('Pipeline', pc.bold(pipeline.url), 'give this address to a Segment SDK'),
      row('  write key', pipeline.writeKey),
      row('  page', pc.cyan(pageLink(pipeline, adminKey)))
    )
  }
  if (board) {
    lines.push(
      row('Board', pc.bold(board.url), 'the Endpoint of the destination'),
      row('  Token ID', board.tokenId),
      row('  dashboard', pc.cyan(pageLink(board, adminKey)))
    )
  }
  return lines
}

/** The link that signs in. */
export function pageLink({ url, page = url }: { url: string; page?: string }, adminKey: string): string {
  return `${page.replace(/\/$/, '')}/?key=${encodeURIComponent(adminKey)}`
}

function row(label: string, value: string, note = ''): string {
  return `${label.padEnd(13)}${value}${note && pc.dim(`   ${note}`)}`
}

function snippetsFor({ url, writeKey }: { url: string; writeKey: string }): string[] {
  return [
    pc.bold('From Node'),
    `  const { Analytics } = require('@segment/analytics-node')`,
    `  const analytics = new Analytics({ writeKey: '${writeKey}', host: '${url}' })`,
    `  analytics.track({ userId: 'ada', event: 'signup' })`,
    `  analytics.closeAndFlush()`,
    pc.bold('From a browser'),
    `  import { AnalyticsBrowser } from '@segment/analytics-next'`,
    `  const analytics = AnalyticsBrowser.load({ writeKey: '${writeKey}', cdnURL: '${url}' })`,
    `  analytics.page()`
  ]
}
