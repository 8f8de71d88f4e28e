import { Panel } from '../../../look/components/Panel'
import type { ActionCard } from '../../read-api/shapes'
import { isShown } from './conditions'
import { FieldRow } from './FieldRow'

interface FieldsPanelProps {
  action: ActionCard
  mapping: Readonly<Record<string, unknown>>
  onChange: (mapping: Record<string, unknown>) => void
  /** A field's key and what the server has against its value. */
  problem?: { key: string; message: string }
  /** The payload of the preview. */
  payload: Readonly<Record<string, unknown>> | null
}

/** The fields of the action that apply, going by the values of the others. */
export function FieldsPanel({ action, mapping, onChange, problem, payload }: FieldsPanelProps) {
  const shown = action.fields.filter((field) => isShown(field, mapping))
  const change = (key: string, value: unknown) => {
    const { [key]: _, ...others } = mapping
    onChange(value === undefined ? others : { ...mapping, [key]: value })
  }
  return (
    <Panel title="Fields" description={`What the action ${action.title} gets: ${action.description}`}>
      {shown.map((field) => (
        <FieldRow
          key={field.key}
          field={field}
          fields={action.fields}
          mapping={mapping}
          problem={problem?.key === field.key ? problem.message : undefined}
          result={payload?.[field.key]}
          onChange={(value) => change(field.key, value)}
        />
      ))}
    </Panel>
  )
}
