import { WindowedList } from '../../../look/components/WindowedList'
import type { MappingEntry } from '../../read-api/shapes'
import { MappingRow } from './MappingRow'
import classes from './MappingsTable.module.css'

export function MappingsTable({ mappings }: { mappings: readonly MappingEntry[] }) {
  return (
    <div className={classes.list}>
      <WindowedList label="Mappings" items={mappings} keyOf={({ id }) => id} height={66}>
        {(mapping) => <MappingRow mapping={mapping} />}
      </WindowedList>
    </div>
  )
}
