import { Bar, BarChart as Chart, Cell, ReferenceLine, ResponsiveContainer } from 'recharts'
import { axes } from './axes'
import { ChartFigure } from './ChartFigure'
import { useDrill } from './use-drill'
import { CHART_HEIGHT, type ChartProps, type Point } from './chart'

/**
 * Figures over time as bars on one base line: what is lost is given as negative values and hangs below it. What
 * is not over is pale within a dashed line.
 */
export function BarChart(props: ChartProps) {
  const { series, points } = props
  const drill = useDrill()
  return (
    <ChartFigure {...props}>
      <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
        <Chart
          data={[...points]}
          accessibilityLayer={false}
          stackOffset="sign"
          maxBarSize={28}
          margin={{ top: 8, right: 12 }}
        >
          {axes(props)}
          <ReferenceLine y={0} stroke="var(--line-strong)" />
          {series.map(({ key, color }) => (
            <Bar
              key={key}
              dataKey={(point: Point) => point.values[key]}
              stackId="all"
              fill={color}
              radius={[2, 2, 0, 0]}
              isAnimationActive={false}
              onClick={({ payload }: { payload?: Point }) => drill(payload?.paths?.[key])}
              cursor={points.some(({ paths }) => paths?.[key]) ? 'pointer' : undefined}
            >
              {points.map(({ running }, index) => (
                <Cell key={index} {...(running && { fillOpacity: 0.35, stroke: color, strokeDasharray: '3 3' })} />
              ))}
            </Bar>
          ))}
        </Chart>
      </ResponsiveContainer>
    </ChartFigure>
  )
}
