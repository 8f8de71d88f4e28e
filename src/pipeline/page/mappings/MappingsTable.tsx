import type { MappingEntry } from '../../read-api/shapes'
import { MappingRow } from './MappingRow'
import classes from './MappingsTable.module.css'

export function MappingsTable({ mappings }: { mappings: readonly MappingEntry[] }) {
  return (
    <ul className={classes.list} aria-label="Mappings">
      {mappings.map((mapping) => (
        <MappingRow key={mapping.id} mapping={mapping} />
      ))}
    </ul>
  )
}
