import type { Period } from '../../read-api/shapes'
import { EXPLANATIONS } from '../overview/explanations'
import { METRICS } from '../overview/metrics'

const QUARTER = { from: '2024-01-01', to: '2024-04-01' }
const PERIOD: Period = {
  start: '2024-01-01',
  end: '2024-04-01',
  visits: 30,
  visitors: 12,
  logins: 5,
  events: 7,
  signups: 4,
  cancellations: 2,
  active_at_start: 8,
  active_at_end: 9,
  churn_rate: 0.25,
  uac: { USD: '200.00' },
  revenue: { USD: { payments: '150.00', refunds: '20.50', net: '129.50' } },
  earnings_per_user: { USD: '14.3889' },
  complete: true
}
const SUBJECT = {
  total: PERIOD,
  range: QUARTER,
  currency: 'USD',
  today: '2030-01-01',
  spend: { '2023-12': { USD: '1.00' }, '2024-01': { USD: '500.00', EUR: '9.00' }, '2024-03': { USD: '300.00' } }
}

it.each(METRICS.map((metric) => [metric.label, metric] as const))(
  'ends the explanation of %s with the figure',
  (_, metric) => {
    const { figures, links } = EXPLANATIONS[metric.key](SUBJECT)
    expect(figures.at(-1)).toEqual([metric.label, metric.show(PERIOD, 'USD')])
    expect(links.length).toBeGreaterThan(0)
  }
)

it('shows the numbers in the formula', () => {
  expect(EXPLANATIONS.churn_rate(SUBJECT).figures).toEqual([
    ['Lost', '2'],
    ['Active at start', '8'],
    ['Churn rate', '25%']
  ])
  expect(EXPLANATIONS.active_users(SUBJECT).figures.slice(0, 3)).toEqual([
    ['Active at start', '8'],
    ['Lost', '2'],
    ['Won or won back', '3']
  ])
  expect(EXPLANATIONS.uac(SUBJECT).figures[0]).toEqual(['Acquisition spend', '$800.00'])
})

it('leads to the events of the range', () => {
  expect(EXPLANATIONS.visits(SUBJECT).links).toEqual([
    { label: 'Visits in this period', path: '/events?type=visit&from=2024-01-01&to=2024-04-01' }
  ])
})

it('says what to do about an undefined figure', () => {
  const undefinedUac = { ...SUBJECT, total: { ...PERIOD, uac: {} } }
  const days = { ...undefinedUac, range: { from: '2024-01-05', to: '2024-01-12' } }
  expect(EXPLANATIONS.uac(days).note).toContain('whole months')
  expect(EXPLANATIONS.uac(days).figures[0]).toEqual(['Acquisition spend', '—'])
  expect(EXPLANATIONS.uac({ ...undefinedUac, spend: {} }).note).toBe('No spend in USD is entered for this period.')
  expect(EXPLANATIONS.uac({ ...SUBJECT, total: { ...PERIOD, signups: 0, uac: { USD: null } } }).note).toContain(
    'Nobody'
  )

  const nobodyAtStart = { ...PERIOD, active_at_start: 0, churn_rate: null }
  expect(EXPLANATIONS.churn_rate({ ...SUBJECT, total: nobodyAtStart }).figures.at(-1)).toEqual(['Churn rate', '—'])
  expect(EXPLANATIONS.churn_rate({ ...SUBJECT, total: nobodyAtStart }).note).toContain('later start')
})

describe('the change against the previous period', () => {
  const changes = (current: Partial<Period>, previous: Partial<Period>) =>
    Object.fromEntries(
      METRICS.map(({ key, change }) => [key, change({ ...PERIOD, ...current }, { ...PERIOD, ...previous }, 'USD')])
    )

  it('is relative for counts and money, in points for a rate', () => {
    const previous = { visits: 24, churn_rate: 0.5, uac: { USD: '400.00' }, revenue: {} }
    expect(changes({}, previous)).toMatchObject({
      visits: { direction: 'up', amount: '25%' },
      visitors: { direction: 'none', amount: '0%' },
      churn_rate: { direction: 'down', amount: '25 pt' },
      uac: { direction: 'down', amount: '50%' },
      net_revenue: null
    })
  })

  it('is a factor from tenfold on', () => {
    expect(changes({ visits: 100 }, { visits: 10 })).toMatchObject({ visits: { direction: 'up', amount: '10×' } })
    expect(changes({ visits: 99 }, { visits: 10 })).toMatchObject({ visits: { direction: 'up', amount: '890%' } })
  })

  it('is undefined where one of the two is, and new where the earlier is zero', () => {
    expect(changes({ churn_rate: null }, { visits: 0, uac: { USD: null } })).toMatchObject({
      churn_rate: null,
      visits: { direction: 'up', amount: 'new' },
      uac: null
    })
  })
})
