import { CartesianGrid, Tooltip, XAxis, YAxis } from 'recharts'
import { ChartTooltip } from './ChartTooltip'
import { type ChartProps } from './chart'

const tick = { fontSize: 12, fill: 'var(--muted)' }

/** Axes, grid and tooltip alike on every chart. Recharts wants them as direct children, hence elements, no component. */
export function axes({ series, formatAxis }: ChartProps) {
  return [
    <CartesianGrid key="grid" vertical={false} stroke="var(--line)" />,
    <XAxis
      key="x"
      dataKey="label"
      tick={tick}
      tickLine={false}
      tickMargin={8}
      minTickGap={20}
      interval="equidistantPreserveStart"
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
