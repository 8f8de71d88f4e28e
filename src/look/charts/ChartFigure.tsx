import { Button, VisuallyHidden } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { DrillLink } from '../components/DrillLink'
import classes from './ChartFigure.module.css'
import { nameOf, type ChartProps } from './chart'

/** A chart with its legend, and the same figures as a table: for those who cannot see it, and for all who ask for it. */
export function ChartFigure({ children, ...props }: ChartProps & { children: ReactNode }) {
  const { title, series, points } = props
  const [isTable, setTable] = useState(false)
  const leadsOn = points.some(({ paths }) => paths !== undefined)
  return (
    <figure className={classes.figure} aria-label={title}>
      <div className={classes.head}>
        <ul className={classes.legend} aria-hidden="true">
          {series.length > 1 &&
            series.map(({ key, label, color }) => (
              <li key={key}>
                <i className="drawn" style={{ background: color }} />
                {label}
              </li>
            ))}
        </ul>
        {leadsOn && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            aria-label={`${isTable ? 'Chart' : 'Table'}: ${title}`}
            onClick={() => setTable(!isTable)}
          >
            {isTable ? 'Chart' : 'Table'}
          </Button>
        )}
      </div>
      {isTable ? (
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={`Table: ${title}`}>
          <ChartTable {...props} withLinks />
        </div>
      ) : (
        <>
          <div aria-hidden="true">{children}</div>
          <VisuallyHidden component="div">
            <ChartTable {...props} />
          </VisuallyHidden>
        </>
      )}
    </figure>
  )
}

function ChartTable({ title, series, points, withLinks = false }: ChartProps & { withLinks?: boolean }) {
  return (
    <table className={classes.table}>
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
            {series.map(({ key }) => {
              const path = withLinks ? point.paths?.[key] : undefined
              return <td key={key}>{path ? <DrillLink to={path}>{point.texts[key]}</DrillLink> : point.texts[key]}</td>
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
