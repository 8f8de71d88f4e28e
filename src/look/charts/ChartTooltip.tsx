import classes from './ChartFigure.module.css'
import { nameOf, type Point, type Series } from './chart'

interface ChartTooltipProps {
  point: Point | undefined
  series: readonly Series[]
}

/** The figures of the point under the mouse. */
export function ChartTooltip({ point, series }: ChartTooltipProps) {
  if (!point) return null
  return (
    <div className={classes.tooltip}>
      <strong>{nameOf(point)}</strong>
      {series.map(({ key, label }) => (
        <div key={key}>
          {label} <b>{point.texts[key]}</b>
        </div>
      ))}
    </div>
  )
}
