import pc from 'picocolors'

/** One event's end: what it was, whose, and what became of it. */
export interface EventEnd {
  at: Date
  kind: string
  user: string
  mapping: string | null
  outcome: string
  code: string | null
  reason: string | null
}

/** More lines a second than this nobody reads. */
const LINES_A_SECOND = 10

/**
 * A line for each event while few come; while many do, one a second that sums them up, with the latest problem in full.
 * A second with more than a few events makes the next one a busy one, which is told by its sum alone.
 */
export class EventLog {
  private lines = 0
  private untold: EventEnd[] = []
  private busy = false
  private second: NodeJS.Timeout | undefined

  constructor(private readonly write: (line: string) => void) {}

  tell(event: EventEnd): void {
    this.second ??= setTimeout(() => this.endSecond(), 1000).unref()
    if (this.busy || this.lines === LINES_A_SECOND) {
      this.untold.push(event)
    } else {
      this.lines++
      this.write(eventLine(event))
    }
  }

  /** Tells what has not been told yet. */
  endSecond(): void {
    clearTimeout(this.second)
    this.second = undefined
    this.busy = this.lines + this.untold.length > LINES_A_SECOND
    if (this.untold.length > 0) this.write(sumLine(this.untold, this.lines > 0))
    this.lines = 0
    this.untold = []
    if (this.busy) this.second = setTimeout(() => this.endSecond(), 1000).unref()
  }
}

/** The line for one event, in UTC. */
function eventLine(event: EventEnd): string {
  const { at, kind, user, outcome } = event
  const columns = [
    timeOf(at),
    printable(kind).padEnd(24),
    printable(user).padEnd(24),
    colour(outcome)(outcome.padEnd(9)),
    becameOf(event)
  ]
  return columns.join('  ').trimEnd()
}

function sumLine(events: readonly EventEnd[], areMore: boolean): string {
  const counts = new Map<string, number>()
  for (const { outcome } of events) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  const parts = [...counts].map(([outcome, count]) => colour(outcome)(`${count.toLocaleString('en')} ${outcome}`))
  const problem = events.filter(({ outcome }) => outcome !== 'delivered').pop()
  const example = problem ? `; ${printable(problem.kind)} of ${printable(problem.user)}: ${becameOf(problem)}` : ''
  const heading = `${events.length.toLocaleString('en')} ${areMore ? 'more' : 'events'}`
  return `${timeOf(events[events.length - 1].at)}  ${heading}: ${parts.join(', ')}${example}`
}

const timeOf = (at: Date) => pc.dim(at.toISOString().slice(11, 19))

const becameOf = ({ outcome, mapping, code, reason }: EventEnd) =>
  printable(outcome === 'delivered' ? (mapping ?? '') : [code, reason].filter(Boolean).join(': '))

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
