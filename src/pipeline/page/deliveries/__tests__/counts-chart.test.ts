import { pointsOf } from '../counts-chart'

const NOW = Date.parse('2026-03-01T12:20:00Z')
const period = {
  start: '2026-03-01T11:00:00.000Z',
  received: 9,
  delivered: 5,
  waiting: 1,
  retrying: 1,
  filtered: 1,
  discarded: 1,
  refused: 2,
  duplicate: 0,
  conflict: 0
}

it('has a point for every hour of the range, also for those in which nothing came', () => {
  const points = pointsOf({ interval: 'hour', periods: [period] }, 3, NOW)
  expect(points.map(({ label, values }) => [label, values])).toEqual([
    ['09:00', { delivered: 0, open: 0, filtered: 0, failed: 0 }],
    ['10:00', { delivered: 0, open: 0, filtered: 0, failed: 0 }],
    ['11:00', { delivered: 5, open: 2, filtered: 1, failed: 3 }],
    ['12:00', { delivered: 0, open: 0, filtered: 0, failed: 0 }]
  ])
  expect(points[2].texts).toEqual({ delivered: '5', open: '2', filtered: '1', failed: '3' })
})

it('counts by day over a month', () => {
  const points = pointsOf({ interval: 'day', periods: [] }, 744, NOW)
  expect(points).toHaveLength(32)
  expect(points.at(-1)?.label).toBe('Mar 1, 2026')
})
