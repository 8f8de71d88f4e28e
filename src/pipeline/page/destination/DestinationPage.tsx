import { Skeleton, Stack } from '@mantine/core'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { useDestination } from '../api'
import { ActionsPanel } from './ActionsPanel'
import { EnabledSwitch } from './EnabledSwitch'
import { SettingsPanel } from './SettingsPanel'

/** Where the events go: what the destination does, its settings, and whether it is on. */
export default function DestinationPage() {
  const destination = useDestination()
  return (
    <Loaded query={destination} loading={<Skeleton h={480} radius="lg" />}>
      {(card) => (
        <>
          <PageHeader title={card.name} description={card.description}>
            <EnabledSwitch name={card.name} enabled={card.enabled} />
          </PageHeader>
          <Stack gap="lg" maw={820}>
            <SettingsPanel settings={card.settings} />
            <ActionsPanel card={card} />
          </Stack>
        </>
      )}
    </Loaded>
  )
}
