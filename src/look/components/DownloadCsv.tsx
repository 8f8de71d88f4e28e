import { Button, Loader } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useState } from 'react'
import { showNotice } from '../on-demand/on-demand'
import { sessionHeaders } from '../api/session-token'

interface DownloadCsvProps {
  /** The call of the read API whose answer is saved, without its pages; or the table itself. */
  path: string | (() => string)
  /** The file's, without its ending. */
  name: string
}

/** Saves all that a view shows, also what is on its further pages, as a table. */
export function DownloadCsv({ path, name }: DownloadCsvProps) {
  const [isBusy, setBusy] = useState(false)
  const save = async () => {
    setBusy(true)
    try {
      const table = typeof path === 'string' ? await fetchTable(path) : new Blob([path()], { type: 'text/csv' })
      const address = URL.createObjectURL(table)
      Object.assign(document.createElement('a'), { href: address, download: `${name}.csv` }).click()
      URL.revokeObjectURL(address)
    } catch {
      showNotice({ color: 'rust', message: 'The table could not be fetched. Try again in a moment.' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button
      variant="default"
      leftSection={isBusy ? <Loader size={16} /> : <IconDownload size={16} stroke={1.6} />}
      aria-busy={isBusy}
      // Not disabled, which would take the focus away.
      onClick={() => !isBusy && void save()}
    >
      CSV
    </Button>
  )
}

async function fetchTable(path: string): Promise<Blob> {
  const response = await fetch(path, { headers: { ...sessionHeaders(), accept: 'text/csv' } })
  if (!response.ok) throw new Error(String(response.status))
  return response.blob()
}
