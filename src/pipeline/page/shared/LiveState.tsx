import classes from './LiveState.module.css'

/** Whether what is shown follows what happens. */
export function LiveState({ connected }: { connected: boolean }) {
  return (
    <span role="status" className={classes.state} data-live={connected}>
      {connected ? 'Live' : 'Connecting…'}
    </span>
  )
}
