import { Alert, Button, TextInput } from '@mantine/core'
import { IconLink } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { CopyField } from '../../../look/components/CopyField'
import { Message } from '../../../look/components/Message'
import { Panel } from '../../../look/components/Panel'
import { inSentence } from '../../../look/in-sentence'
import { useMakeLink } from '../api'
import classes from './Links.module.css'

/** Makes a link and shows it this once: the board keeps only a digest of its key. */
export function MakeLink() {
  const [name, setName] = useState('')
  const making = useMakeLink()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') making.mutate(name, { onSuccess: () => setName('') })
  }
  return (
    <Panel title="Make a link" description="One for each reader can be revoked without the others.">
      <form onSubmit={submit} className={classes.form} noValidate>
        <TextInput
          label="For whom"
          placeholder="Investors"
          maxLength={100}
          autoComplete="off"
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Button
          type="submit"
          leftSection={<IconLink size={16} stroke={1.6} />}
          disabled={name.trim() === ''}
          loading={making.isPending}
        >
          Make a link
        </Button>
      </form>
      {making.error && (
        <Alert color="rust" mt="md" role="alert">
          <Message>{making.error.message}</Message>
        </Alert>
      )}
      {making.data && (
        <Alert color="pine" mt="md" title={`The link for ${inSentence(making.data.name)}`} role="status">
          <CopyField
            key={making.data.id}
            label="Read-only link"
            description="Copy it now: it is not shown again."
            value={`${window.location.origin}/?key=${making.data.key}`}
          />
        </Alert>
      )}
    </Panel>
  )
}
