import '@mantine/core/styles/Tabs.css'

import { Stack, Tabs } from '@mantine/core'
import { CopyField } from '../../../look/components/CopyField'
import { PageHeader } from '../../../look/components/PageHeader'
import { Panel } from '../../../look/components/Panel'
import { Snippet } from '../../../look/components/Snippet'
import { useUrlState } from '../../../look/use-url-state'
import { useSource } from '../use-source'
import { snippetsFor } from './snippets'

const DEFAULTS = { client: 'node' }

/** How events get here: the address, the key, and code to begin with. */
export default function ConnectPage() {
  const { url, writeKey } = useSource()
  const [{ client }, change] = useUrlState(DEFAULTS)
  return (
    <>
      <PageHeader
        title="Connect"
        description="The pipeline speaks Segment’s Tracking API: a Segment SDK needs only its address and the write key."
      />
      <Stack gap="lg" maw={820}>
        <Panel title="Address and key">
          <Stack gap="md">
            <CopyField label="Address" value={url} />
            <CopyField label="Write key" value={writeKey} description="Whoever has it can send events here." />
          </Stack>
        </Panel>
        <Panel title="Send events">
          <Tabs value={client} onChange={(next) => change({ client: next ?? DEFAULTS.client })}>
            <Tabs.List mb="md">
              {snippetsFor(url, writeKey).map(({ key, label }) => (
                <Tabs.Tab key={key} value={key}>
                  {label}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {snippetsFor(url, writeKey).map(({ key, label, steps }) => (
              <Tabs.Panel key={key} value={key}>
                <Stack gap="sm">
                  {steps.map((code, index) => (
                    <Snippet key={index} name={`${label}, part ${index + 1}`} code={code} />
                  ))}
                </Stack>
              </Tabs.Panel>
            ))}
          </Tabs>
        </Panel>
      </Stack>
    </>
  )
}
