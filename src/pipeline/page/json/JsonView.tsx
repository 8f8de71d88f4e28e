import { CopyButton } from '../../../look/components/CopyButton'
import classes from './JsonView.module.css'
import { tokensOf } from './tokens'

interface JsonViewProps {
  /** What it is, for the button that copies it and for screen readers: "Mapped payload". */
  name: string
  /** A JSON value, or text that is shown as JSON where it is some. */
  value: unknown
}

/** JSON with its parts told apart by colour. All of it is text: nothing in a value is markup. */
export function JsonView({ name, value }: JsonViewProps) {
  const text = typeof value === 'string' ? indented(value) : JSON.stringify(value, null, 2)
  return (
    <div className={classes.view}>
      <pre className={classes.code} tabIndex={0} role="region" aria-label={name}>
        {tokensOf(text).map(({ text: part, kind }, index) => (
          <span key={index} data-kind={kind}>
            {part}
          </span>
        ))}
      </pre>
      <span className={classes.copy}>
        <CopyButton name={name} value={text} />
      </span>
    </div>
  )
}

function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
