import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconRefresh } from '@tabler/icons-react'
import { CopyField } from '../../../look/components/CopyField'
import { Panel } from '../../../look/components/Panel'
import { RotateToken } from './RotateToken'

interface TokenPanelProps {
  /** The board's. */
  name: string
  tokenId: string
}

export function TokenPanel({ name, tokenId }: TokenPanelProps) {
  const [isRotating, rotating] = useDisclosure()
  return (
    <Panel
      title={name}
      description="Whoever has the Token ID can send events to this board, but not read any."
      aside={
        <Button
          variant="default"
          size="xs"
          leftSection={<IconRefresh size={15} stroke={1.6} />}
          onClick={rotating.open}
        >
          Rotate
        </Button>
      }
    >
      <CopyField key={tokenId} label="Token ID" value={tokenId} secret />
      <RotateToken opened={isRotating} onClose={rotating.close} />
    </Panel>
  )
}
