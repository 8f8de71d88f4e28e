import { Alert, Button } from '@mantine/core'
import { IconSeeding, IconTrash } from '@tabler/icons-react'
import { Panel } from '../../../look/components/Panel'
import { Message } from '../../../look/components/Message'
import { useHasSample, useLoadSample, useRemoveSample } from '../api'

/** Twelve months of a company that does not exist, to look around with, and the way to be rid of them. */
export function SampleData({ hasPipeline }: { hasPipeline: boolean }) {
  const sample = useHasSample()
  const [load, remove] = [useLoadSample(), useRemoveSample()]
  const error = load.error ?? remove.error
  const isThere = sample.data?.present === true
  if (!hasPipeline && !isThere) return null
  return (
    <Panel
      title="Sample data"
      description={
        isThere
          ? 'This board has twelve months of a company that does not exist. Removing them deletes its users and all of their events.'
          : 'Look around with twelve months of a company that does not exist. They can be removed again.'
      }
    >
      {error && (
        <Alert color="rust" mb="md" role="alert">
          <Message>{error.message}</Message>
        </Alert>
      )}
      {isThere ? (
        <Button
          variant="default"
          leftSection={<IconTrash size={16} stroke={1.6} />}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          Remove the sample data
        </Button>
      ) : (
        <Button
          variant="default"
          leftSection={<IconSeeding size={16} stroke={1.6} />}
          loading={load.isPending}
          onClick={() => load.mutate()}
        >
          Load sample data
        </Button>
      )}
    </Panel>
  )
}
