/** One line or one row of bars. */
export interface Series {
  /** The field of a point that holds its value. */
  key: string
  label: string
  color: ChartColor
}

/** Of the colours in `look.css`, so that charts follow the scheme. */
export type ChartColor = 'var(--accent)' | 'var(--neutral)' | 'var(--loss)'

/** What a chart shows at one place of its axis. A null is a gap: the figure is undefined there. */
export interface Point {
  label: string
  values: Readonly<Record<string, number | null>>
}

export interface ChartProps {
  /** Says what is shown; the caption of the table behind it. */
  title: string
  series: readonly Series[]
  points: readonly Point[]
  /** Writes a value for the axis. */
  formatAxis: (value: number) => string
  /** Writes a point's value in full. */
  format: (point: Point, series: Series) => string
}

/** In pixels; a loading chart takes as much room. */
export const CHART_HEIGHT = 220
