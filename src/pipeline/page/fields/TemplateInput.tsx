import { Button, Group, Input, NativeSelect } from '@mantine/core'
import { use, useState } from 'react'
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
  const [field, setField] = useState('')
  const chosen = paths.includes(field) ? field : paths.at(0)
  return (
    <>
      <Input
        component="textarea"
        multiline
        aria-label={`${label}: template`}
        className={classes.code}
        placeholder="{{properties.plan}} plan"
        rows={1}
        spellCheck={false}
        value={template}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
      <Group gap="xs" mt={6} wrap="nowrap">
        <NativeSelect
          aria-label={`${label}: a field`}
          size="xs"
          flex={1}
          miw={0}
          data={paths}
          value={chosen}
          onChange={({ currentTarget }) => setField(currentTarget.value)}
        />
        <Button
          variant="default"
          size="xs"
          disabled={chosen === undefined}
          onClick={() => onChange(`${template}{{${chosen}}}`)}
        >
          Insert
        </Button>
      </Group>
    </>
  )
}
