import classes from './ChartFigure.module.css'
import { type ChartProps, type Point } from './chart'

type ChartTooltipProps = Pick<ChartProps, 'series' | 'format'> & { point: Point | undefined }

/** The figures of the point under the mouse. */
export function ChartTooltip({ point, series, format }: ChartTooltipProps) {
  if (!point) return null
  return (
    <div className={classes.tooltip}>
      <strong>{point.label}</strong>
      {series.map((one) => (
        <div key={one.key}>
          {one.label} <b>{format(point, one)}</b>
        </div>
      ))}
    </div>
  )
}
