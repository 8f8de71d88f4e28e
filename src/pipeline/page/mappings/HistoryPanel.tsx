import { Button, Skeleton } from '@mantine/core'
import { IconRestore } from '@tabler/icons-react'
import { Loaded } from '../../../look/components/Loaded'
import { Panel } from '../../../look/components/Panel'
import { Timestamp } from '../../../look/components/Timestamp'
import { askFirst, showNotice } from '../../../look/on-demand/on-demand'
import type { MappingEntry, MappingVersion } from '../../read-api/shapes'
import { useMappingHistory, useSaveMapping } from '../api'
import { sameJson } from '../json/same-json'
import classes from './HistoryPanel.module.css'
import { inputOf } from './input'
import { versionChanges } from './version-changes'

interface HistoryPanelProps {
  saved: MappingEntry
  /** Whether there are edits that a way back would lose. */
  hasEdits: boolean
  onRestored: (restored: MappingEntry) => void
}

/** The mapping as it was saved each time, with what that changed, and the way back to it. */
export function HistoryPanel(props: HistoryPanelProps) {
  const { saved } = props
  const history = useMappingHistory(saved.id)
  return (
    <Panel title="Changes" description="Each time that it was saved, the newest first.">
      <Loaded query={history} loading={<Skeleton h={120} />}>
        {({ versions }) => (
          <ol className={classes.versions} reversed>
            {versions.map((version, index) => (
              <Version
                key={version.version}
                version={version}
                before={versions[index + 1]}
                isNewest={index === 0}
                {...props}
              />
            ))}
          </ol>
        )}
      </Loaded>
    </Panel>
  )
}

interface VersionProps extends HistoryPanelProps {
  version: MappingVersion
  before: MappingVersion | undefined
  isNewest: boolean
}

function Version({ version, before, isNewest, saved, hasEdits, onRestored }: VersionProps) {
  const save = useSaveMapping(saved.id)
  const { version: number, savedAt, ...input } = version
  const isNow = sameJson(input, inputOf(saved))
  const changes = before === undefined ? [] : versionChanges(before, version)
  const restore = () =>
    askFirst({
      title: 'Go back to this version?',
      children: `The mapping becomes what it was, as a change of its own.${hasEdits ? ' Your unsaved edits are lost.' : ''}`,
      labels: { confirm: 'Go back', cancel: 'Cancel' },
      onConfirm: () =>
        void save.mutateAsync({ input, tag: saved.tag }).then(
          (restored) => {
            onRestored(restored)
            showNotice({ message: `“${input.name}” is as it was.` })
          },
          ({ message }: Error) => showNotice({ color: 'rust', message })
        )
    })
  return (
    <li className={classes.version} value={number}>
      <div>
        <p className={classes.head}>
          <Timestamp precise value={savedAt} />
          {isNewest && <span className={classes.now}>as it is now</span>}
        </p>
        {before === undefined ? (
          <p className={classes.change}>First on record.</p>
        ) : (
          changes.map(({ name, before: old, after }) => (
            <p key={name} className={classes.change}>
              {name}: <del>{old}</del> <ins>{after}</ins>
            </p>
          ))
        )}
      </div>
      {!isNow && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconRestore size={14} stroke={1.6} />}
          loading={save.isPending}
          onClick={restore}
        >
          Go back
        </Button>
      )}
    </li>
  )
}
