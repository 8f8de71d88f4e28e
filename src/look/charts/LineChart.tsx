import { Line, LineChart as Chart, ResponsiveContainer } from 'recharts'
import { axes } from './axes'
import { ChartFigure } from './ChartFigure'
import { useDrill } from './use-drill'
import { CHART_HEIGHT, type ChartProps, type Point } from './chart'

interface Drawn extends Point {
  beforeRunning?: boolean
}

/** Figures over time, one line each. The way to a point that is not over is dashed. */
export function LineChart(props: ChartProps) {
  const { series, points } = props
  const drill = useDrill()
  const drawn: Drawn[] = points.map((point, index) => ({ ...point, beforeRunning: points[index + 1]?.running }))
  return (
    <ChartFigure {...props}>
      <ResponsiveContainer width="100%" height={CHART_HEIGHT}>
        <Chart data={drawn} accessibilityLayer={false} margin={{ top: 8, right: 12 }}>
          {axes(props)}
          {series.flatMap(({ key, color }) =>
            ['solid', 'dashed'].map((part) => (
              <Line
                key={`${key} ${part}`}
                dataKey={({ values, running, beforeRunning }: Drawn) =>
                  (part === 'solid' ? !running : running || beforeRunning) ? values[key] : null
                }
                stroke={color}
                strokeWidth={2}
                strokeDasharray={part === 'dashed' ? '4 4' : undefined}
                dot={points.length > 31 ? false : { r: 2.5, fill: color, strokeWidth: 0, strokeDasharray: '0' }}
                activeDot={({ cx, cy, payload }: { cx?: number; cy?: number; payload?: Point }) => (
                  <circle
                    key={key}
                    cx={cx}
                    cy={cy}
                    r={5}
                    fill={color}
                    cursor={payload?.paths?.[key] ? 'pointer' : undefined}
                    onClick={() => drill(payload?.paths?.[key])}
                  />
                )}
                isAnimationActive={false}
              />
            ))
          )}
        </Chart>
      </ResponsiveContainer>
    </ChartFigure>
  )
}
