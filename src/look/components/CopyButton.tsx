import { ActionIcon, CopyButton as Copy, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'

interface CopyButtonProps {
  value: string
  /** What is copied: "Token ID". */
  name: string
}

/** Copies a text and says so, to the eye and to a screen reader. */
export function CopyButton({ value, name }: CopyButtonProps) {
  return (
    <Copy value={value} timeout={2000}>
      {({ copied, copy }) => (
        <>
          <ActionIcon
            variant="subtle"
            color={copied ? 'pine' : 'gray'}
            aria-label={`Copy ${name}`}
            data-tip={copied ? 'Copied' : `Copy ${name}`}
            data-tip-side="end"
            onClick={copy}
          >
            {copied ? <IconCheck size={16} /> : <IconCopy size={16} stroke={1.6} />}
          </ActionIcon>
          <VisuallyHidden role="status">{copied ? `${name} copied` : ''}</VisuallyHidden>
        </>
      )}
    </Copy>
  )
}
