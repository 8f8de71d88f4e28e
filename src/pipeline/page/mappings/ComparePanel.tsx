import { Alert, Button, Text } from '@mantine/core'
import { IconArrowsDiff } from '@tabler/icons-react'
import { Message } from '../../../look/components/Message'
import { Panel } from '../../../look/components/Panel'
import type { MappingInput } from '../../read-api/shapes'
import { useCompare } from '../api'
import { ChangedEvent } from './ChangedEvent'
import classes from './ComparePanel.module.css'

interface ComparePanelProps {
  id: string
  draft: MappingInput
}

/** What the changes in the form would have meant for the newest events. */
export function ComparePanel({ id, draft }: ComparePanelProps) {
  const compare = useCompare()
  const isOutdated = compare.data !== undefined && compare.variables.mapping !== draft
  return (
    <Panel
      title="Compare with the saved mapping"
      description="Over the last 100 events, without sending any."
      aside={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconArrowsDiff size={14} stroke={1.6} />}
          loading={compare.isPending}
          onClick={() => compare.mutate({ id, mapping: draft })}
        >
          {isOutdated ? 'Compare again' : 'Compare'}
        </Button>
      }
    >
      {compare.error && (
        <Alert color="rust" role="alert">
          <Message>{compare.error.message}</Message>
        </Alert>
      )}
      {compare.data && (
        <div role="status">
          <Text size="sm">{summaryOf(compare.data)}</Text>
          <ul className={classes.changed}>
            {compare.data.changed.map((event) => (
              <ChangedEvent key={event.messageId} event={event} />
            ))}
          </ul>
        </div>
      )}
    </Panel>
  )
}

function summaryOf({ compared, unchanged, changed }: { compared: number; unchanged: number; changed: unknown[] }) {
  if (compared === 0) return 'There is no event yet to compare with.'
  if (changed.length === 0) return `Nothing changes for the last ${compared} events.`
  return `Of the last ${compared} events, ${changed.length} would change and ${unchanged} would not.`
}
