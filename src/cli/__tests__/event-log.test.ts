import { EventLog } from '../event-log'
import type { EventEnd } from '../event-log'

/* eslint-disable-next-line no-control-regex -- the colours of a terminal */
const COLOURS = /\u001b\[\d+m/g

let lines: string[]
let log: EventLog
beforeEach(() => {
  jest.useFakeTimers({ now: Date.UTC(2024, 0, 5, 9) })
  lines = []
  log = new EventLog((line) => lines.push(line.replace(COLOURS, '')))
})
afterEach(() => jest.useRealTimers())

function tell(count: number, changes: Partial<EventEnd> = {}): void {
  for (let told = 0; told < count; told++) {
    log.tell({
      at: new Date(),
      kind: 'signup',
      user: 'ada',
      mapping: 'Signup',
      outcome: 'delivered',
      code: null,
      reason: null,
      ...changes
    })
  }
}

const bad = {
  kind: 'Payment Made',
  outcome: 'discarded',
  code: 'PAYLOAD_VALIDATION_FAILED',
  reason: 'Amount is missing.'
}

describe('the lines of events', () => {
  it('come one by one while few events come', () => {
    tell(1)
    tell(1, bad)
    expect(lines).toEqual([
      '09:00:00  signup                    ada                       delivered  Signup',
      '09:00:00  Payment Made              ada                       discarded  PAYLOAD_VALIDATION_FAILED: Amount is missing.'
    ])
    jest.advanceTimersByTime(1000)
    tell(10)
    jest.advanceTimersByTime(1000)
    expect(lines).toHaveLength(12)
  })

  it('become one a second while many do, and single ones again when it is quiet', () => {
    tell(1_010)
    expect(lines).toHaveLength(10)
    jest.advanceTimersByTime(1000)
    expect(lines.slice(10)).toEqual(['09:00:00  1,000 more: 1,000 delivered'])
    for (let second = 1; second <= 3; second++) {
      tell(2_000)
      tell(2, bad)
      jest.advanceTimersByTime(1000)
    }
    expect(lines.slice(11)).toEqual(
      ['01', '02', '03'].map(
        (second) =>
          `09:00:${second}  2,002 events: 2,000 delivered, 2 discarded; Payment Made of ada: PAYLOAD_VALIDATION_FAILED: Amount is missing.`
      )
    )
    jest.advanceTimersByTime(1000)
    tell(1)
    expect(lines).toHaveLength(15)
  })

  it('tell at the end what was not told yet', () => {
    tell(12)
    log.endSecond()
    expect(lines.slice(10)).toEqual(['09:00:00  2 more: 2 delivered'])
  })

  it('show nothing that could rewrite the terminal', () => {
    tell(1, { kind: '\u001b[2J', user: 'a\u202eb' })
    expect(lines[0]).toContain('�[2J  ')
    expect(lines[0]).toContain('a�b')
  })
})
