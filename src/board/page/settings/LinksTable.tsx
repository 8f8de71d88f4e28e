import { Alert, Button } from '@mantine/core'
import { IconLinkOff } from '@tabler/icons-react'
import { EmptyState } from '../../../look/components/EmptyState'
import { Message } from '../../../look/components/Message'
import { Timestamp } from '../../../look/components/Timestamp'
import { inSentence } from '../../../look/in-sentence'
import { askFirst, showNotice } from '../../../look/on-demand/on-demand'
import type { Link } from '../../read-api/shapes'
import { useRevokeLink } from '../api'
import classes from './Links.module.css'

/** The links with when they were made and last used, each to be revoked. */
export function LinksTable({ links }: { links: readonly Link[] }) {
  const revoking = useRevokeLink()
  const ask = (link: Link) =>
    askFirst({
      title: `Revoke the link for ${inSentence(link.name)}?`,
      children: 'Whoever has it is shown nothing more from now on. This cannot be undone.',
      labels: { confirm: 'Revoke', cancel: 'Keep' },
      confirmProps: { color: 'rust' },
      onConfirm: () =>
        revoking.mutate(link, {
          onSuccess: () => showNotice({ message: `The link for ${inSentence(link.name)} is revoked.` })
        })
    })
  if (links.length === 0) {
    return (
      <EmptyState icon={IconLinkOff} title="No links">
        Those that you make are listed here until they are revoked.
      </EmptyState>
    )
  }
  return (
    <>
      {revoking.error && (
        <Alert color="rust" mb="md" role="alert">
          <Message>{revoking.error.message}</Message>
        </Alert>
      )}
      <ul className={classes.links}>
        {links.map((link) => (
          <li key={link.id}>
            <span className={classes.text}>
              <bdi className={`chosen ${classes.name}`}>{link.name}</bdi>
              <span className={classes.times}>
                made <Timestamp value={link.made_at} />,{' '}
                {link.used_at === null ? (
                  'never used'
                ) : (
                  <>
                    last used <Timestamp value={link.used_at} />
                  </>
                )}
              </span>
            </span>
            <Button variant="default" size="xs" aria-label={`Revoke ${link.name}`} onClick={() => ask(link)}>
              Revoke
            </Button>
          </li>
        ))}
      </ul>
    </>
  )
}
