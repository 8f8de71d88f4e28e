import { CopyButton } from './CopyButton'
import classes from './Snippet.module.css'

interface SnippetProps {
  /** What the code is, for the button that copies it: "cURL call". */
  name: string
  code: string
}

/** Code to be copied; it scrolls sideways rather than wrap. */
export function Snippet({ name, code }: SnippetProps) {
  return (
    <div className={classes.snippet}>
      <pre tabIndex={0} aria-label={name} role="region" className={classes.code}>
        <code>{code}</code>
      </pre>
      <span className={classes.copy}>
        <CopyButton name={name} value={code} />
      </span>
    </div>
  )
}
