import classes from './Field.module.css'
import { type Shape } from './value'
import { ValueInput } from './ValueInput'

interface PartProps {
  /** Its place in the sentence: "If", "then". */
  title: string
  label: string
  value: unknown
  shape: Shape
  onChange: (value: unknown) => void
}

/** A value inside of a function. */
export function Part({ title, ...input }: PartProps) {
  return (
    <div className={classes.part}>
      <span className={classes.title}>{title}</span>
      <ValueInput {...input} />
    </div>
  )
}
