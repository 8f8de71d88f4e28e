import { Textarea, type TextareaProps } from '@mantine/core'
import classes from './JsonEditor.module.css'

type JsonEditorProps = Omit<TextareaProps, 'value' | 'onChange'> & {
  value: string
  onChange: (text: string) => void
}

/** JSON to be written by hand. Its user reads it with `readJson` and gives the problem as `error`. */
export function JsonEditor({ onChange, ...props }: JsonEditorProps) {
  return (
    <Textarea
      className={classes.editor}
      autosize
      minRows={3}
      maxRows={28}
      spellCheck={false}
      autoComplete="off"
      autoCapitalize="off"
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
      {...props}
    />
  )
}
