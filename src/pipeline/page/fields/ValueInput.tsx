import { NativeSelect, Skeleton } from '@mantine/core'
import { Suspense, useState } from 'react'
import { lazyPart } from '../../../look/lazy-view'
import { FixedInput } from './FixedInput'
import classes from './Field.module.css'
import { FunctionInput } from './FunctionInput'
import { ListInput } from './ListInput'
import { PathInput } from './PathInput'
import { TemplateInput } from './TemplateInput'
import { directiveOf, METHOD_LABELS, methodOf, methodsOf, valueFor, type Shape } from './value'

const JsonInput = lazyPart(() => import('./JsonInput'))

interface ValueInputProps {
  /** The field's, for those who cannot see where the input stands. */
  label: string
  /** A value or a directive; undefined where the field is not mapped. */
  value: unknown
  shape: Shape
  onChange: (value: unknown) => void
}

/** A field's value: how it is made, and of what. */
export function ValueInput({ label, value, shape, onChange }: ValueInputProps) {
  // Every value can be written as JSON, so that this method is remembered, not told from the value.
  const [asJson, setAsJson] = useState(false)
  const method = asJson ? 'json' : methodOf(value)
  const methods = methodsOf(shape)
  const offered = methods.includes(method) ? methods : [method, ...methods]

  const choose = (next: string) => {
    const chosen = offered.find((each) => each === next)
    if (!chosen || chosen === method) return
    setAsJson(chosen === 'json')
    onChange(valueFor(chosen, shape, value))
  }
  return (
    <div className={classes.value}>
      <NativeSelect
        aria-label={`${label}: method`}
        className={classes.method}
        data={offered.map((each) => ({ value: each, label: METHOD_LABELS[each] }))}
        value={method}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      />
      <div className={classes.input}>{renderInput()}</div>
    </div>
  )

  function renderInput() {
    switch (method) {
      case 'none':
        return null
      case 'path':
        return <PathInput label={label} path={argumentOf(value)} onChange={(path) => onChange({ '@path': path })} />
      case 'template':
        return (
          <TemplateInput
            label={label}
            template={argumentOf(value)}
            onChange={(template) => onChange({ '@template': template })}
          />
        )
      case 'function':
        return <FunctionInput label={label} value={value} shape={shape} onChange={onChange} />
      case 'fixed':
        return <FixedInput label={label} value={value as string | number | boolean} shape={shape} onChange={onChange} />
      case 'list':
        return <ListInput label={label} values={value as unknown[]} shape={shape} onChange={onChange} />
      case 'json':
        return (
          <Suspense fallback={<Skeleton h={130} />}>
            <JsonInput label={label} value={value} onChange={onChange} />
          </Suspense>
        )
    }
  }
}

/** What the directives @path and @template hold. */
function argumentOf(value: unknown): string {
  const argument = directiveOf(value)?.argument
  return typeof argument === 'string' ? argument : ''
}
