import { Alert, Button, Group } from '@mantine/core'
import { IconPlayerPlay, IconSend } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { Panel } from '../../../look/components/Panel'
import { useRefresh, useTester } from '../api'
import { JsonEditor } from '../json/JsonEditor'
import { readJsonObject, type JsonObject } from '../json/read-json'
import { sameJson } from '../json/same-json'
import { EventPicker } from '../shared/EventPicker'
import classes from './Tester.module.css'
import { TesterResult } from './TesterResult'

interface TesterProps {
  choice: string
  /** Undefined as long as it is on its way. */
  event: JsonObject | undefined
  onChoose: (choice: string) => void
}

/** An event to be chosen and edited, and what becomes of it. What is chosen is tried at once, without sending. */
export function Tester({ choice, event, onChoose }: TesterProps) {
  const [text, setText] = useState(() => (event ? JSON.stringify(event, null, 2) : ''))
  const tester = useTester()
  const refresh = useRefresh()
  const read = readJsonObject(text)
  const problem = 'problem' in read && event ? read.problem : null

  // A verdict is about the event that was tried: beside another one, or beside broken JSON, it would be false.
  const isTried = 'value' in read && sameJson(read.value, tester.variables?.event)

  const run = (send: boolean) => {
    if (!('value' in read)) return
    tester.mutate({ event: read.value, send }, { onSuccess: () => send && void refresh('events', 'counts') })
  }
  const tryOut = useEffectEvent(() => run(false))
  useEffect(() => {
    if (event) tryOut()
  }, [event])

  return (
    <div className={classes.columns}>
      <Panel title="Event">
        <EventPicker label="Sample or recent event" value={choice} onChange={onChoose} />
        <JsonEditor
          label="Event as JSON"
          mt="md"
          minRows={14}
          maxRows={22}
          value={text}
          error={problem}
          onChange={setText}
        />
        <Group mt="md" gap="xs">
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={16} stroke={1.6} />}
            disabled={problem !== null || !event}
            loading={tester.isPending && !tester.variables.send}
            onClick={() => run(false)}
          >
            Dry run
          </Button>
          <Button
            leftSection={<IconSend size={16} stroke={1.6} />}
            disabled={problem !== null || !event}
            loading={tester.isPending && tester.variables.send}
            onClick={() => run(true)}
          >
            Send
          </Button>
        </Group>
      </Panel>
      <div className={classes.results} aria-live="polite" aria-busy={tester.isPending}>
        {tester.error && (
          <Alert color="rust" role="alert">
            {tester.error.message}
          </Alert>
        )}
        {tester.data && isTried && <TesterResult answer={tester.data} sent={tester.variables?.send === true} />}
        {tester.data && !isTried && !tester.isPending && (
          <Alert color="gray">
            The event has changed since it was tried. Run it again to see what becomes of it now.
          </Alert>
        )}
      </div>
    </div>
  )
}
