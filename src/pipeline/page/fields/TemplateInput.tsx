import { Select, Textarea } from '@mantine/core'
import { use } from 'react'
import classes from './Field.module.css'
import { PathsContext } from './paths'

interface TemplateInputProps {
  label: string
  template: string
  onChange: (template: string) => void
}

/** Text with fields of the event in it: "{{properties.plan}} plan". */
export function TemplateInput({ label, template, onChange }: TemplateInputProps) {
  const paths = use(PathsContext).map(({ path }) => path.replace(/^\$\./, ''))
  return (
    <>
      <Textarea
        aria-label={`${label}: template`}
        className={classes.code}
        placeholder="{{properties.plan}} plan"
        autosize
        minRows={1}
        spellCheck={false}
        value={template}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <Select
        aria-label={`${label}: insert a field`}
        placeholder="Insert a field"
        size="xs"
        mt={6}
        searchable
        data={paths}
        limit={60}
        value={null}
        onChange={(path) => path !== null && onChange(`${template}{{${path}}}`)}
      />
    </>
  )
}
