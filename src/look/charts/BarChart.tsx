import { stack, stackOffsetDiverging } from 'd3-shape'
import { type ChartProps, type Point } from './chart'
import { Plot } from './Plot'
import { type Scale } from './scale'
import { useDrill } from './use-drill'

const WIDEST = 28
/** Of a place, the rest stands between it and the next. */
const FILLED = 0.8
/** So that one event beside thousands is seen. */
const LOWEST = 1.5

/**
 * Figures over time as bars on one base line: what is lost is given as negative values and hangs below it. What
 * is not over is pale within a dashed line.
 */
export function BarChart(props: ChartProps) {
  const { series, points } = props
  const drill = useDrill()
  const layers = stack<Point, string>()
    .keys(series.map(({ key }) => key))
    .value(({ values }, key) => values[key] ?? 0)
    .offset(stackOffsetDiverging)(points)

  return (
    <Plot {...props} values={layers.flat().flatMap(([from, to]) => [from, to])}>
      {(scale, hovered) => (
        <>
          {hovered !== null && (
            <rect
              x={scale.x(hovered) - scale.step / 2}
              y={scale.top}
              width={scale.step}
              height={scale.bottom - scale.top}
              fill="var(--line)"
              fillOpacity={0.5}
            />
          )}
          {layers.map((layer, row) => (
            <g key={layer.key} data-series={layer.key}>
              {layer.map(([from, to], index) => {
                if (from === to) return null
                const { running, paths } = points[index]
                const path = paths?.[layer.key]
                const { color } = series[row]
                return (
                  <rect
                    key={index}
                    {...placeOf(scale, index, from, to)}
                    rx={1.5}
                    fill={color}
                    {...(running && { fillOpacity: 0.35, stroke: color, strokeDasharray: '3 3' })}
                    cursor={path && 'pointer'}
                    onClick={() => drill(path)}
                  />
                )
              })}
            </g>
          ))}
          <line x1={scale.left} x2={scale.right} y1={scale.y(0)} y2={scale.y(0)} stroke="var(--line-strong)" />
        </>
      )}
    </Plot>
  )
}

function placeOf(scale: Scale, index: number, from: number, to: number) {
  const width = Math.min(WIDEST, scale.step * FILLED)
  const [top, bottom] = [scale.y(Math.max(from, to)), scale.y(Math.min(from, to))]
  const height = Math.max(LOWEST, bottom - top)
  return { x: scale.x(index) - width / 2, y: from < 0 || to < 0 ? top : bottom - height, width, height }
}
