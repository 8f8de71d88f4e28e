import { VisuallyHidden } from '@mantine/core'
import { type ReactNode } from 'react'
import classes from './ChartFigure.module.css'
import { nameOf, type ChartProps } from './chart'

/** A chart with its legend and, for those who cannot see it, the same figures as a table. */
export function ChartFigure({ title, series, points, children }: ChartProps & { children: ReactNode }) {
  return (
    <figure className={classes.figure} aria-label={title}>
      {series.length > 1 && (
        <ul className={classes.legend} aria-hidden="true">
          {series.map(({ key, label, color }) => (
            <li key={key}>
              <i style={{ background: color }} />
              {label}
            </li>
          ))}
        </ul>
      )}
      <div aria-hidden="true">{children}</div>
      <VisuallyHidden component="div">
        <table>
          <caption>{title}</caption>
          <thead>
            <tr>
              <th scope="col">Period</th>
              {series.map(({ key, label }) => (
                <th key={key} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.map((point, index) => (
              <tr key={index}>
                <th scope="row">{nameOf(point)}</th>
                {series.map(({ key }) => (
                  <td key={key}>{point.texts[key]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </figure>
  )
}
