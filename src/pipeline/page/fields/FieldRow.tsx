import { Button } from '@mantine/core'
import type { ActionField } from '../../read-api/shapes'
import { sameJson } from '../json/same-json'
import { describeConditions, isRequired } from './conditions'
import classes from './Field.module.css'
import { methodOf, summaryOf } from './value'
import { ValueInput } from './ValueInput'

interface FieldRowProps {
  field: ActionField
  /** All of the action's, which conditions speak of. */
  fields: readonly ActionField[]
  mapping: Readonly<Record<string, unknown>>
  onChange: (value: unknown) => void
  /** What the server has against the value. */
  problem?: string
  /** The field's value in the preview; undefined where there is none. */
  result: unknown
}

/** A field of the action: what it is for, whether it is needed, how it gets its value, and which it gets. */
export function FieldRow({ field, fields, mapping, onChange, problem, result }: FieldRowProps) {
  const { key, label, description, required, default: byDefault } = field
  const value = mapping[key]
  const need = isRequired(field, mapping)
  const isDefault = sameJson(value ?? null, byDefault)
  return (
    <div className={classes.field} role="group" aria-label={label}>
      <div className={classes.head}>
        <h3 className={classes.label}>{label}</h3>
        <span className={classes.required} data-required={need}>
          {need === 'yes' && 'Required'}
          {need === 'depends' &&
            typeof required === 'object' &&
            `Required when ${describeConditions(required, fields)}`}
        </span>
      </div>
      <p className={classes.description}>{description}</p>
      <ValueInput label={label} value={value} shape={field} onChange={onChange} />
      {problem && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      {need === 'yes' && methodOf(value) === 'none' && <p className={classes.problem}>This field needs a value.</p>}
      <div className={classes.foot}>
        {result !== undefined && (
          <span>
            becomes <span className={classes.result}>{shortened(JSON.stringify(result))}</span>
          </span>
        )}
        {!isDefault && byDefault !== null && (
          <span>
            Default: <code>{shortened(summaryOf(byDefault))}</code>{' '}
            <Button variant="subtle" size="compact-xs" onClick={() => onChange(byDefault)}>
              Use default
            </Button>
          </span>
        )}
      </div>
    </div>
  )
}

const shortened = (text: string) => (text.length > 90 ? `${text.slice(0, 90)}…` : text)
