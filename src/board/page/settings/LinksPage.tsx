import { Skeleton, Stack } from '@mantine/core'
import { Loaded } from '../../../look/components/Loaded'
import { PageHeader } from '../../../look/components/PageHeader'
import { Panel } from '../../../look/components/Panel'
import { useLinks } from '../api'
import { LinksTable } from './LinksTable'
import { MakeLink } from './MakeLink'

/** Links by which others read the board, and can do nothing else. */
export default function LinksPage() {
  const links = useLinks()
  return (
    <>
      <PageHeader
        title="Links"
        description="Whoever has a read-only link sees all that this board shows, users and their events included. They change nothing, and see no key."
      />
      <Stack gap="lg" maw={860}>
        <MakeLink />
        <Panel title="Links that work">
          <Loaded query={links} loading={<Skeleton h={160} />}>
            {({ links: all }) => <LinksTable links={all} />}
          </Loaded>
        </Panel>
      </Stack>
    </>
  )
}
