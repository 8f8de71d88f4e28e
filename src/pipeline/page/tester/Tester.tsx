import { Alert, Button, Group, Skeleton } from '@mantine/core'
import { IconPlayerPlay, IconSend } from '@tabler/icons-react'
import { Suspense, useEffect, useEffectEvent, useState } from 'react'
import { Loaded } from '../../../look/components/Loaded'
import { Message } from '../../../look/components/Message'
import { Panel } from '../../../look/components/Panel'
import { lazyPart } from '../../../look/lazy-view'
import { useRefresh, useTester } from '../api'
import { JsonEditor } from '../json/JsonEditor'
import { readJsonObject } from '../json/read-json'
import { sameJson } from '../json/same-json'
import { EventPicker } from '../shared/EventPicker'
import { useChosenEvent, type Choice } from '../shared/use-chosen-event'
import classes from './Tester.module.css'

const TesterResult = lazyPart(() => import('./TesterResult'))

interface TesterProps {
  choice: Choice
  onChoose: (choice: Choice) => void
}

/** An event to be chosen and edited, and what becomes of it. What is chosen is tried at once, without sending. */
export function Tester({ choice, onChoose }: TesterProps) {
  const { event, query } = useChosenEvent(choice)
  const [edited, setEdited] = useState({ choice: '', text: '' })
  const tester = useTester()
  const refresh = useRefresh()
  const text = edited.choice === choice ? edited.text : JSON.stringify(event, null, 2)
  const read = readJsonObject(event === undefined ? '' : text)
  const isReadable = 'value' in read

  // A verdict is about the event that was tried: beside another one, or beside broken JSON, it would be false.
  const isTried = isReadable && sameJson(read.value, tester.variables?.event)

  const run = (send: boolean) => {
    if (!isReadable) return
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
        <div className={classes.event}>
          <Loaded query={query} loading={<Skeleton h={330} />}>
            {() =>
              event ? (
                <JsonEditor
                  key={choice}
                  label="Event as JSON"
                  lines={14}
                  text={text}
                  problem={isReadable ? null : read}
                  onChange={(next) => setEdited({ choice, text: next })}
                />
              ) : (
                'There is no such sample. Choose one above.'
              )
            }
          </Loaded>
        </div>
        <Group mt="md" gap="xs">
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={16} stroke={1.6} />}
            disabled={!isReadable}
            loading={tester.isPending && !tester.variables.send}
            onClick={() => run(false)}
          >
            Dry run
          </Button>
          <Button
            leftSection={<IconSend size={16} stroke={1.6} />}
            disabled={!isReadable}
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
            <Message>{tester.error.message}</Message>
          </Alert>
        )}
        {tester.data && isTried && (
          <Suspense fallback={<Skeleton h={330} radius="lg" />}>
            <TesterResult answer={tester.data} sent={tester.variables?.send === true} />
          </Suspense>
        )}
        {tester.data && !isTried && !tester.isPending && (
          <Alert color="gray">
            The event has changed since it was tried. Run it again to see what becomes of it now.
          </Alert>
        )}
      </div>
    </div>
  )
}
