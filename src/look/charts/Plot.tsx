import { useElementSize } from '@mantine/hooks'
import { useState, type PointerEvent, type ReactNode } from 'react'
import { CHART_HEIGHT, type ChartProps } from './chart'
import { ChartFigure } from './ChartFigure'
import { ChartTooltip } from './ChartTooltip'
import classes from './Plot.module.css'
import { labelsOf, scaleOf, type Scale } from './scale'

interface PlotProps extends ChartProps {
  /** All that is drawn, also sums. */
  values: readonly number[]
  /** Draws the figures; `hovered` is the index of the point under the mouse. */
  children: (scale: Scale, hovered: number | null) => ReactNode
}

/** Axes, grid and tooltip alike on every chart. */
export function Plot({ values, children, ...chart }: PlotProps) {
  const { points, series } = chart
  const { ref, width } = useElementSize()
  const [hovered, setHovered] = useState<number | null>(null)
  const scale = scaleOf(chart, values, { width, height: CHART_HEIGHT })

  const hover = ({ currentTarget, clientX }: PointerEvent) => {
    const index = Math.floor((clientX - currentTarget.getBoundingClientRect().left - scale.left) / scale.step)
    setHovered(index >= 0 && index < points.length ? index : null)
  }
  return (
    <ChartFigure {...chart}>
      <div
        ref={ref}
        className={classes.plot}
        style={{ height: CHART_HEIGHT }}
        onPointerMove={hover}
        onPointerDown={hover}
        onPointerLeave={() => setHovered(null)}
      >
        {width > 0 && (
          <svg width={width} height={CHART_HEIGHT}>
            {scale.ticks.map(({ text, y }) => (
              <g key={text}>
                <line x1={scale.left} x2={scale.right} y1={y} y2={y} className={classes.grid} />
                <text x={scale.left - 8} y={y} dy="0.35em" textAnchor="end">
                  {text}
                </text>
              </g>
            ))}
            {labelsOf(points, scale).map(({ index, text }) => (
              <text key={index} x={scale.x(index)} y={scale.bottom + 20} textAnchor="middle">
                {text}
              </text>
            ))}
            {children(scale, hovered)}
          </svg>
        )}
        {hovered !== null && (
          <div
            className={classes.tooltip}
            data-side={hovered < points.length / 2 ? 'right' : 'left'}
            style={{ left: scale.x(hovered) }}
          >
            <ChartTooltip point={points[hovered]} series={series} />
          </div>
        )}
      </div>
    </ChartFigure>
  )
}
