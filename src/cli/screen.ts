import pc from 'picocolors'

/** Where a person finds what runs here, and what opens it. The only output that shows secrets. */
export interface Addresses {
  pipeline?: { url: string; writeKey: string }
  board?: { url: string; tokenId: string }
  /** In the addresses of the pages, where it is exchanged for a cookie. */
  adminKey: string
}

/** One event's end: what it was, whose, and what became of it. */
export interface EventLine {
  at: Date
  kind: string
  user: string
  mapping: string | null
  outcome: string
  code: string | null
  reason: string | null
}

/** What `tractionboard start` prints first. */
export function startScreen({ pipeline, board, adminKey }: Addresses): string {
  const page = (url: string) => pc.cyan(`${url}/?key=${adminKey}`)
  const lines: string[] = ['']
  if (pipeline) {
    lines.push(
      row('Pipeline', pc.bold(pipeline.url), 'give this address to a Segment SDK'),
      row('  write key', pipeline.writeKey),
      row('  page', page(pipeline.url))
    )
  }
  if (board) {
    lines.push(
      row('Board', pc.bold(board.url), 'the Endpoint of the destination'),
      row('  Token ID', board.tokenId),
      row('  dashboard', page(board.url))
    )
  }
  if (pipeline) {
    lines.push('', ...snippets(pipeline.url, pipeline.writeKey))
  }
  lines.push('', pc.dim('Ctrl-C ends it; the next start goes on from here.'), '')
  return lines.join('\n')
}

function row(label: string, value: string, note = ''): string {
  return `${label.padEnd(13)}${value}${note && pc.dim(`   ${note}`)}`
}

function snippets(url: string, writeKey: string): string[] {
  return [
    pc.bold('From Node'),
    `  const { Analytics } = require('@segment/analytics-node')`,
    `  const analytics = new Analytics({ writeKey: '${writeKey}', host: '${url}' })`,
    `  analytics.track({ userId: 'ada', event: 'signup' })`,
    pc.bold('From a browser'),
    `  import { AnalyticsBrowser } from '@segment/analytics-next'`,
    `  const analytics = AnalyticsBrowser.load({ writeKey: '${writeKey}', cdnURL: '${url}' })`,
    `  analytics.page()`
  ]
}

/** The line for one event, in UTC. */
export function eventLine({ at, kind, user, mapping, outcome, code, reason }: EventLine): string {
  const columns = [
    pc.dim(at.toISOString().slice(11, 19)),
    printable(kind).padEnd(24),
    printable(user).padEnd(24),
    colour(outcome)(outcome.padEnd(9)),
    printable(outcome === 'delivered' ? (mapping ?? '') : [code, reason].filter(Boolean).join(': '))
  ]
  return columns.join('  ').trimEnd()
}

/** Names and ids come from anyone: control characters would let them rewrite the terminal. */
function printable(text: string): string {
  // eslint-disable-next-line no-control-regex -- these are the characters to be kept out
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '�')
}

function colour(outcome: string): (text: string) => string {
  switch (outcome) {
    case 'delivered':
      return pc.green
    case 'retrying':
    case 'filtered':
      return pc.yellow
    default:
      return pc.red
  }
}
