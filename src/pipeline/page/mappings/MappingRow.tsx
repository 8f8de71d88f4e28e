import '@mantine/core/styles/InlineInput.css'
import '@mantine/core/styles/Switch.css'

import { Switch } from '@mantine/core'
import { Link } from 'wouter'
import { showNotice } from '../../../look/on-demand/on-demand'
import type { MappingEntry } from '../../read-api/shapes'
import { useDestination, useSaveMapping } from '../api'
import { inputOf } from './input'
import { MappingMenu } from './MappingMenu'
import { MappingCounts } from './MappingCounts'
import classes from './MappingsTable.module.css'

/** A mapping with its trigger, its action and how its deliveries stand. The row leads to the editor. */
export function MappingRow({ mapping }: { mapping: MappingEntry }) {
  const { id, name, partnerAction, subscribe, enabled, counts } = mapping
  const action = useDestination().data?.actions.find(({ key }) => key === partnerAction)
  const save = useSaveMapping(id)
  const switchTo = (next: boolean) =>
    save.mutate(
      { input: { ...inputOf(mapping), enabled: next }, tag: mapping.tag },
      { onError: ({ message }) => showNotice({ color: 'rust', message }) }
    )
  return (
    <div className={classes.row} data-enabled={enabled}>
      <span className={classes.name}>
        <bdi>
          <Link to={`/mappings/${id}`}>{name}</Link>
        </bdi>
        <br />
        <span className={classes.action}>{action?.title ?? partnerAction}</span>
      </span>
      <span className={classes.trigger}>{subscribe}</span>
      <MappingCounts counts={counts} />
      <Switch
        className={classes.control}
        aria-label={`${name} enabled`}
        checked={save.isPending ? save.variables.input.enabled : enabled}
        aria-busy={save.isPending}
        // Not disabled, which would take the focus away.
        onChange={({ currentTarget }) => !save.isPending && switchTo(currentTarget.checked)}
      />
      <span className={classes.control}>
        <MappingMenu mapping={mapping} />
      </span>
    </div>
  )
}
