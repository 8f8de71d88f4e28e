import { Button, FileButton } from '@mantine/core'
import { IconDownload, IconUpload } from '@tabler/icons-react'
import { useRef } from 'react'
import { fetchedOnce } from '../../../look/api/modules'
import { askFirst, showNotice } from '../../../look/on-demand/on-demand'
import type { SubscriptionsFile } from '../../read-api/shapes'
import { useExportMappings, useImportMappings } from '../api'
import { saveFile } from './save-file'

const fetchReader = fetchedOnce(() => import('../json/read-json'))

/** All mappings as a file in Segment's subscription form, out and in again. */
export function MappingsMenu() {
  const exported = useExportMappings()
  const imported = useImportMappings()
  const reset = useRef<() => void>(null)
  const onError = ({ message }: Error) => showNotice({ color: 'rust', message, autoClose: false })

  const download = () =>
    exported.mutate(undefined, {
      onSuccess: (file) => saveFile('tractionboard-mappings.json', JSON.stringify(file, null, 2)),
      onError
    })
  const upload = async (file: File | null) => {
    // So that the same file, once it is mended, can be chosen again.
    reset.current?.()
    if (!file) return
    const { readJsonObject } = await fetchReader()
    const read = readJsonObject(await file.text())
    if ('problem' in read) return onError(new Error(`${file.name}: ${read.problem}`))
    const subscriptions = Array.isArray(read.value.subscriptions) ? read.value.subscriptions : []
    askFirst({
      title: 'Replace all mappings?',
      children: `${file.name} has ${subscriptions.length} mappings. They take the place of all that are here; nothing is changed if one of them is not valid.`,
      labels: { confirm: 'Replace', cancel: 'Cancel' },
      onConfirm: () =>
        // The server checks the file, and names the place of what is wrong.
        imported.mutate(read.value as SubscriptionsFile, {
          onSuccess: () => showNotice({ message: 'The mappings are those of the file.' }),
          onError
        })
    })
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconDownload size={16} stroke={1.6} />}
        loading={exported.isPending}
        onClick={download}
      >
        Export
      </Button>
      <FileButton
        resetRef={reset}
        accept="application/json,.json"
        onChange={(file) => void upload(file).catch(onError)}
      >
        {({ onClick }) => (
          <Button
            variant="default"
            leftSection={<IconUpload size={16} stroke={1.6} />}
            loading={imported.isPending}
            onClick={onClick}
          >
            Import
          </Button>
        )}
      </FileButton>
    </>
  )
}
