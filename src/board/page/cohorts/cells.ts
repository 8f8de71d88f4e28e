import type { Retention } from '../../read-api/shapes'

export type Cohort = Retention['cohorts'][number]

/** Per month since the signup the share that was active, or in a currency what a member had earned. The exact sums are in the titles. */
export function cellsOf({ signups, active, earnings }: Cohort, currency: string | undefined): number[] {
  if (currency === undefined) return active.map((count) => count / signups)
  return active.map((_, index) => Number(earnings[currency]?.[index] ?? 0) / signups)
}

/** Of a month since the signup, over all cohorts that have it behind them, each member counting the same; null where none has. */
export function averageOf(
  cohorts: readonly Cohort[],
  rows: readonly (readonly number[])[],
  index: number,
  complete: boolean
): number | null {
  let [sum, members] = [0, 0]
  cohorts.forEach(({ signups }, row) => {
    const isOver = index < rows[row].length - (complete ? 0 : 1)
    if (!isOver) return
    sum += rows[row][index] * signups
    members += signups
  })
  return members === 0 ? null : sum / members
}
