import classes from './LiveState.module.css'

/** Whether what is shown follows what happens. */
export function LiveState({ connected, paused = false }: { connected: boolean; paused?: boolean }) {
  return (
    <span role="status" className={classes.state} data-live={connected && !paused}>
      {paused ? 'Paused' : connected ? 'Live' : 'Connecting…'}
    </span>
  )
}
