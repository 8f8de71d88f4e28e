import { Text } from '@mantine/core'
import { type GroupCondition } from '@segment/destination-subscriptions'
import { useState } from 'react'
import { Panel } from '../../../look/components/Panel'
import type { MappingEntry } from '../../read-api/shapes'
import { FqlInput } from './FqlInput'
import { GroupEditor } from './GroupEditor'
import classes from './Trigger.module.css'
import { useParser } from './use-parser'
import { writeFql } from './write-fql'

interface TriggerPanelProps {
  /** As it was read by the server. */
  saved: Pick<MappingEntry, 'subscribe' | 'trigger'>
  fql: string
  onChange: (fql: string) => void
  /** What the server has against the trigger. */
  problem?: string
}

const EMPTY: GroupCondition = {
  type: 'group',
  operator: 'and',
  children: [{ type: 'event-type', operator: '=', value: 'track' }]
}

/** Which events the mapping takes: by conditions or as FQL, each following the other. The parser comes with the first edit. */
export function TriggerPanel({ saved, fql, onChange, problem }: TriggerPanelProps) {
  const [isWanted, setWanted] = useState(saved.trigger === null)
  const parser = useParser(isWanted)
  const [group, setGroup] = useState(saved.trigger ?? EMPTY)
  /** The text of what the conditions show. */
  const [shown, setShown] = useState(saved.trigger === null ? undefined : saved.subscribe)
  const reading = fql === shown ? undefined : parser?.readFql(fql)
  if (reading && 'trigger' in reading) {
    setGroup(reading.trigger)
    setShown(fql)
  }
  const isShown = fql === shown
  const combination = isShown ? parser?.problemOfTrigger(group) : undefined

  const build = (next: GroupCondition) => {
    const text = writeFql(next)
    setGroup(next)
    setShown(text)
    onChange(text)
  }
  return (
    <Panel title="Trigger" description="Which events this mapping takes.">
      <div onFocus={() => setWanted(true)}>
        {isShown ? (
          <GroupEditor group={group} name="Condition" onChange={build} problemOf={parser?.problemOfClause} />
        ) : (
          <Text size="sm" c="dimmed">
            The conditions show again once the text below can be read.
          </Text>
        )}
        {combination && (
          <p className={classes.problem} role="status">
            {combination}
          </p>
        )}
        <FqlInput fql={fql} onChange={onChange} reading={isShown ? parser?.readFql(fql) : reading} problem={problem} />
      </div>
    </Panel>
  )
}
