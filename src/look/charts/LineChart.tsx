import { line } from 'd3-shape'
import { type ChartProps, type Point, type Series } from './chart'
import { Plot } from './Plot'
import { type Scale } from './scale'
import { useDrill } from './use-drill'

/** With more points than these their dots would run into one another. */
const MOST_DOTS = 31

/** Figures over time, one line each. The way to a point that is not over is dashed. */
export function LineChart(props: ChartProps) {
  const { series, points } = props
  const drill = useDrill()
  const values = points.flatMap((point) => series.flatMap(({ key }) => point.values[key] ?? []))
  return (
    <Plot {...props} values={values}>
      {(scale, hovered) => (
        <>
          {hovered !== null && (
            <line
              x1={scale.x(hovered)}
              x2={scale.x(hovered)}
              y1={scale.top}
              y2={scale.bottom}
              stroke="var(--line-strong)"
            />
          )}
          {series.map((one) => (
            <g key={one.key} data-series={one.key} fill={one.color}>
              <Course series={one} points={points} scale={scale} />
              {points.map(({ values, paths }, index) => {
                const [value, path] = [values[one.key], paths?.[one.key]]
                const isHovered = index === hovered
                if (value === null || (!isHovered && points.length > MOST_DOTS)) return null
                return (
                  <circle
                    key={index}
                    cx={scale.x(index)}
                    cy={scale.y(value)}
                    r={isHovered ? 5 : 2.5}
                    cursor={path && 'pointer'}
                    onClick={() => drill(path)}
                  />
                )
              })}
            </g>
          ))}
        </>
      )}
    </Plot>
  )
}

/** The line, with a gap where a figure is undefined. */
function Course({ series: { key, color }, points, scale }: { series: Series; points: readonly Point[]; scale: Scale }) {
  const through = (isDrawn: (point: Point, index: number) => boolean) =>
    line<Point>()
      .defined((point, index) => typeof point.values[key] === 'number' && isDrawn(point, index))
      .x((_, index) => scale.x(index))
      .y(({ values }) => scale.y(values[key] ?? 0))([...points]) ?? undefined
  const style = { fill: 'none', stroke: color, strokeWidth: 2, strokeLinejoin: 'round' } as const
  return (
    <>
      <path {...style} d={through(({ running }) => !running)} />
      <path
        {...style}
        strokeDasharray="4 4"
        d={through(({ running }, index) => running === true || points[index + 1]?.running === true)}
      />
    </>
  )
}
