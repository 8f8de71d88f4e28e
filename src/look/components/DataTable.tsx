import { type ReactNode } from 'react'
import classes from './DataTable.module.css'

interface DataTableProps<Row> {
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
}

export interface Column<Row> {
  /** Its heading; or the whole cell of it, such as a `SortableHead`, which is given the class of the column. */
  head: string | ((className: string | undefined) => ReactNode)
  cell: (row: Row) => ReactNode
  /** Numbers stand under each other to the right, words break anywhere; what is `wide` is left out of narrow screens. */
  kind?: 'number' | 'words'
  wide?: boolean
}

/** A table in a frame: what is the same of every list of figures. */
export function DataTable<Row>({ columns, rows, keyOf }: DataTableProps<Row>) {
  const classOf = ({ kind, wide }: Column<Row>) =>
    [kind && classes[kind], wide && classes.wide].filter(Boolean).join(' ') || undefined
  return (
    <div className={classes.frame}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column, index) =>
              typeof column.head === 'string' ? (
                <th key={index} scope="col" className={classOf(column)}>
                  {column.head}
                </th>
              ) : (
                column.head(classOf(column))
              )
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, index) => (
                <td key={index} className={classOf(column)}>
                  {column.kind === 'words' ? <bdi className="chosen">{column.cell(row)}</bdi> : column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
