import { Line, LineChart as Chart, ResponsiveContainer } from 'recharts'
import { axes } from './axes'
import { ChartFigure } from './ChartFigure'
import { CHART_HEIGHT, type ChartProps, type Point } from './chart'

/** Figures over time, one line each. */
export function LineChart(props: ChartProps) {
  const { series, points } = props
  return (
    <ChartFigure {...props}>
      <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
        <Chart data={[...points]} accessibilityLayer={false} margin={{ top: 8, right: 12 }}>
          {axes(props)}
          {series.map(({ key, color }) => (
            <Line
              key={key}
              dataKey={(point: Point) => point.values[key]}
              stroke={color}
              strokeWidth={2}
              dot={points.length > 31 ? false : { r: 2.5, fill: color, strokeWidth: 0 }}
              activeDot={{ r: 4, strokeWidth: 0 }}
              isAnimationActive={false}
            />
          ))}
        </Chart>
      </ResponsiveContainer>
    </ChartFigure>
  )
}
