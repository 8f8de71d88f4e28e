/** One line or one row of bars. */
export interface Series {
  /** The field of a point that holds its value. */
  key: string
  label: string
  color: ChartColor
}

/** Of the colours in `look.css`, so that charts follow the scheme. */
export type ChartColor = 'var(--accent)' | 'var(--open)' | 'var(--neutral)' | 'var(--loss)'

/** What a chart shows at one place of its axis. */
export interface Point {
  label: string
  /** By series, how high it is drawn; a null is a gap: the figure is undefined there. */
  values: Readonly<Record<string, number | null>>
  /** By series, how the figure reads. */
  texts: Readonly<Record<string, string>>
  /** By series, the list of what the figure counts. */
  paths?: Readonly<Record<string, string>>
  /** Whether its period is not over, so that its figures will still grow. */
  running?: boolean
}

export interface ChartProps {
  /** Says what is shown; the caption of the table behind it. */
  title: string
  series: readonly Series[]
  points: readonly Point[]
  /** Writes a value for the axis. */
  formatAxis: (value: number) => string
}

/** In pixels; a loading chart takes as much room. */
export const CHART_HEIGHT = 220

/** A point whose figures read as `format` writes their values. */
export function pointOf<Value extends number | null>(
  label: string,
  values: Readonly<Record<string, Value>>,
  format: (value: Value) => string,
  running = false,
  paths?: Readonly<Record<string, string>>
): Point {
  const texts = Object.entries(values).map(([key, value]) => [key, format(value)] as const)
  return { label, values, texts: Object.fromEntries(texts), running, paths }
}

/** What a person reads of a point: its label, and whether it is not over. */
export const nameOf = ({ label, running }: Point): string => (running ? `${label}, so far` : label)
