import { CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts'
import { ChartTooltip } from './ChartTooltip'
import { type ChartProps } from './chart'

const tick = { fontSize: 12, fill: 'var(--muted)' }

/** As many labels stand side by side on a phone: of months, and of days. */
const MOST_TICKS = { short: 6, long: 4 }
const LONGEST_SHORT = 'Nov 2026'.length

/** "Nov 23" of "Nov 23, 2026" where the label before is of the same year. */
function withoutYear(label: string, before: string | undefined): string {
  const [year, suffix] = [/,? (\d{4})$/.exec(label), before && /\d{4}$/.exec(before)?.[0]]
  return year && year[1] === suffix ? label.slice(0, year.index) : label
}

/** Axes, grid and tooltip alike on every chart. Recharts wants them as direct children, hence elements, no component. */
export function axes({ series, points, formatAxis }: ChartProps) {
  const isShort = points.every(({ label }) => label.length <= LONGEST_SHORT)
  const step = Math.ceil(points.length / MOST_TICKS[isShort ? 'short' : 'long'])
  const ticks = points.filter((_, index) => index % step === 0).map(({ label }) => label)
  return [
    <CartesianGrid key="grid" vertical={false} stroke="var(--line)" />,
    <XAxis
      key="x"
      dataKey="label"
      tick={tick}
      tickLine={false}
      tickMargin={8}
      ticks={ticks}
      interval={0}
      padding={{ left: 14, right: 14 }}
      tickFormatter={(label: string, index) => withoutYear(label, ticks[index - 1])}
      axisLine={false}
    />,
    <YAxis
      key="y"
      tick={tick}
      tickLine={false}
      axisLine={false}
      width="auto"
      tickCount={5}
      tickFormatter={formatAxis}
    />,
    <Tooltip
      key="tooltip"
      isAnimationActive={false}
      cursor={{ stroke: 'var(--line-strong)', fill: 'var(--line)', fillOpacity: 0.5 }}
      content={({ payload }) => <ChartTooltip point={payload?.[0]?.payload} series={series} />}
    />
  ]
}
