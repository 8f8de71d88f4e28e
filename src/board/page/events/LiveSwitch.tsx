import { Button } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { type Arrivals } from './use-arrivals'
import classes from './LiveSwitch.module.css'

type LiveSwitchProps = Pick<Arrivals, 'possible' | 'paused' | 'connected' | 'onPause'>

/** Says whether events come in live, and stops them for reading. */
export function LiveSwitch({ possible, paused, connected, onPause }: LiveSwitchProps) {
  if (!possible) return null
  const state = paused ? 'Paused' : connected ? 'Live' : 'Connecting…'
  return (
    <>
      <span role="status" className={classes.state} data-live={connected && !paused}>
        {state}
      </span>
      <Button
        variant="default"
        size="xs"
        leftSection={paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
        onClick={() => onPause(!paused)}
      >
        {paused ? 'Go on' : 'Pause'}
      </Button>
    </>
  )
}
