import { Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { LiveState } from '../../../look/components/LiveState'
import { type Arrivals } from './use-arrivals'

type LiveSwitchProps = Pick<Arrivals, 'possible' | 'paused' | 'connected' | 'onPause'>

/** Says whether events come in live, and stops them for reading. */
export function LiveSwitch({ possible, paused, connected, onPause }: LiveSwitchProps) {
  if (!possible) return null
  return (
    <>
      <LiveState connected={connected} paused={paused} />
      <Button
        variant="default"
        leftSection={paused ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
        onClick={() => onPause(!paused)}
      >
        {paused ? 'Go on' : 'Pause'}
      </Button>
    </>
  )
}
