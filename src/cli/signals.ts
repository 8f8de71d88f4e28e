/** Ends the process with one line that says why. */
export function endWith(error: Error): never {
  process.stderr.write(`tractionboard: ${error.message}\n`)
  process.exit(1)
}

/** Runs `close` once, at the first Ctrl-C or termination, and ends the process; a second signal ends it at once. */
export function closeOnSignal(close: () => Promise<void>): void {
  let closing = false
  const end = (signal: NodeJS.Signals) => {
    if (closing) {
      process.exit(signal === 'SIGINT' ? 130 : 143)
    }
    closing = true
    close().then(() => process.exit(0), endWith)
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
}
