import '@mantine/core/styles/Tabs.css'

import { Skeleton, Tabs } from '@mantine/core'
import { useState } from 'react'
import { LiveState } from '../../../look/components/LiveState'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { Panel } from '../../../look/components/Panel'
import { Snippet } from '../../../look/components/Snippet'
import { useIntegrations } from '../api'
import { SampleData } from './SampleData'
import { examplesFor, type Example } from './snippets'
import classes from './WaitingPage.module.css'

interface WaitingPageProps {
  connected: boolean
  /** Whether this browser may see the keys to send with. */
  isOwner: boolean
}

/** A board that nothing has reached yet. It gives way to the Overview by itself. */
export default function WaitingPage({ connected, isOwner }: WaitingPageProps) {
  return (
    <>
      <PageHeader
        title="Waiting for your first event"
        description={`${isOwner ? 'Send one with what you use. ' : ''}This page turns into the Overview as soon as it is here.`}
      >
        <LiveState connected={connected} />
      </PageHeader>
      {isOwner && <Examples />}
    </>
  )
}

function Examples() {
  const integrations = useIntegrations()
  const [opened] = useState(() => new Date())
  return (
    <Loaded query={integrations} loading={<Skeleton h={320} radius="lg" />}>
      {(known) => {
        const examples = examplesFor(known, window.location.origin, opened)
        return (
          <div className={classes.parts}>
            <Panel title="Send it" description="The keys are filled in already.">
              <Tabs defaultValue={idOf(examples[0])} keepMounted={false}>
                <Tabs.List mb="md">
                  {examples.map((example) => (
                    <Tabs.Tab key={example.language} value={idOf(example)}>
                      {example.language}
                    </Tabs.Tab>
                  ))}
                </Tabs.List>
                {examples.map((example) => (
                  <Tabs.Panel key={example.language} value={idOf(example)}>
                    <p className={classes.hint}>{example.hint}</p>
                    <Snippet name={`${example.language} example`} code={example.code} />
                  </Tabs.Panel>
                ))}
              </Tabs>
            </Panel>
            <SampleData hasPipeline={known.pipeline !== undefined} />
          </div>
        )
      }}
    </Loaded>
  )
}

/** A panel names its tab by an id, in which no space may stand. */
const idOf = ({ language }: Example) => language.replaceAll(' ', '-')
