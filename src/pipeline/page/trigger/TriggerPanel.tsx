import { Text } from '@mantine/core'
import { type GroupCondition } from '@segment/destination-subscriptions'
import { useState } from 'react'
import { Panel } from '../../../look/components/Panel'
import { draftFql, readFql, writeFql } from './fql'
import { FqlInput } from './FqlInput'
import { GroupEditor } from './GroupEditor'
import classes from './Trigger.module.css'

interface TriggerPanelProps {
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

/** Which events the mapping takes: by conditions or as FQL, each following the other. */
export function TriggerPanel({ fql, onChange, problem }: TriggerPanelProps) {
  const reading = readFql(fql)
  const [group, setGroup] = useState('trigger' in reading ? reading.trigger : EMPTY)
  const [isTyped, setTyped] = useState('problem' in reading)
  const written = writeFql(group)
  const isUnreadable = isTyped && 'problem' in reading

  const build = (next: GroupCondition) => {
    setGroup(next)
    setTyped(false)
    onChange(draftFql(next))
  }
  const type = (text: string) => {
    const next = readFql(text)
    if ('trigger' in next) setGroup(next.trigger)
    setTyped(true)
    onChange(text)
  }
  return (
    <Panel title="Trigger" description="Which events this mapping takes.">
      {isUnreadable ? (
        <Text size="sm" c="dimmed">
          The conditions show again once the text below can be read.
        </Text>
      ) : (
        <GroupEditor group={group} name="Condition" onChange={build} />
      )}
      {!isUnreadable && 'problem' in written && (
        <p className={classes.problem} role="status">
          {written.problem}
        </p>
      )}
      <FqlInput fql={fql} onChange={type} reading={reading} problem={problem} />
    </Panel>
  )
}
